/** Which rows somebody wants to see. What the server can select, it selects; the rest is done here. */
import type { Order } from "@/state/order-intent";

export interface Filter {
  readonly symbol: string;
  readonly side: "" | "buy" | "sell";
  readonly status: string;
  /** Days as a date field has them, in the reader's time zone; "" is no bound. */
  readonly since: string;
  readonly until: string;
}

export const EVERYTHING: Filter = { symbol: "", side: "", status: "", since: "", until: "" };

export const isFiltered = (filter: Filter): boolean => Object.values(filter).some(Boolean);

const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** A symbol that is only half typed would be refused by the server. */
const SYMBOL = /^[A-Z0-9][A-Z0-9.-]{0,15}$/;
const symbolOf = ({ symbol }: Filter) => (SYMBOL.test(symbol) ? { symbol } : {});
const sideOf = ({ side }: Filter) => (side ? { side } : {});

/** Of `GET /api/orders`. */
export function ordersQuery(filter: Filter) {
  return {
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
