/** Which rows somebody wants to see. What the server can select, it selects; the rest is done here. */
import { EXCHANGE_ZONE, fromExchangeTime } from "@/state/exchange-time";
import type { Order } from "@/state/order-intent";
import { zoneName } from "@/ui/format";

export interface Filter {
  readonly symbol: string;
  readonly side: "" | "buy" | "sell";
  readonly status: string;
  /** Days as a date field has them, in the zone that times are shown in; "" is no bound. */
  readonly since: string;
  readonly until: string;
}

export const EVERYTHING: Filter = { symbol: "", side: "", status: "", since: "", until: "" };

export const REJECTED: Filter = { ...EVERYTHING, status: "rejected" };

export const isFiltered = (filter: Filter): boolean => Object.values(filter).some(Boolean);

function momentOf(local: string): string {
  const there = zoneName() === EXCHANGE_ZONE ? fromExchangeTime(local) : undefined;
  return there ?? new Date(local).toISOString();
}

const startOf = (day: string): string => momentOf(`${day}T00:00:00`);
const endOf = (day: string): string => momentOf(`${day}T23:59:59`).replace(".000Z", ".999Z");

/** The day of a moment, as a date field has it. */
export const dayOf = (moment: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zoneName() }).format(new Date(moment));

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** A symbol that is only half typed would be refused by the server. */
const SYMBOL = /^[A-Z0-9][A-Z0-9.-]{0,15}$/;
const symbolOf = ({ symbol }: Filter) => (SYMBOL.test(symbol) ? { symbol } : {});
const sideOf = ({ side }: Filter) => (side ? { side } : {});

/** How orders end, which the server selects; how they live changes while somebody reads. */
const ENDINGS = ["filled", "canceled", "expired", "replaced", "rejected"] as const;

function endingOf({ status }: Filter) {
  const ending = ENDINGS.find((one) => one === status);
  return ending ? { status: ending } : {};
}

/** Of `GET /api/orders`. */
export function ordersQuery(filter: Filter) {
  return {
    ...endingOf(filter),
    ...symbolOf(filter),
    ...sideOf(filter),
    ...(isDay(filter.since) && { after: startOf(filter.since) }),
    ...(isDay(filter.until) && { until: endOf(filter.until) }),
  };
}

/** Of the lists of the portfolio, whose days are of market time. */
export function fillsQuery(filter: Filter) {
  return { ...sideOf(filter), ...ledgerQuery(filter) };
}

export function ledgerQuery(filter: Filter) {
  return {
    ...symbolOf(filter),
    ...(isDay(filter.since) && { since: startOf(filter.since) }),
    ...(isDay(filter.until) && { until: endOf(filter.until) }),
  };
}

/** What the server cannot select. */
export function isWanted(order: Order, { status, symbol }: Filter): boolean {
  return (status === "" || order.status === status) && order.symbol.startsWith(symbol);
}
