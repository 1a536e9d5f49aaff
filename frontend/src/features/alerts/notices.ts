/** What is told to the trader, and how bursts of it are put together. */
import type { Frame } from "@/api/generated/frames";
import { money, price, quantity } from "@/ui/format";
import type { Alert } from "./queries";
import { describe } from "./rules";

export const KINDS = {
  fill: "Fills",
  rejection: "Rejections",
  accepted: "Accepted orders",
  order: "Cancels and expiries",
  margin: "Margin calls and limits",
  halt: "Halts",
  money: "Cash, dividends and splits",
  price: "Price alerts",
  connection: "Connection",
} as const;
export type Kind = keyof typeof KINDS;

export interface Notice {
  /** The same if it is told again. */
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  readonly detail: string;
  /** Wall time. */
  readonly at: string;
  /** What must not be missed. */
  readonly isUrgent: boolean;
  readonly accountId?: string;
  readonly orderId?: string;
  readonly symbol?: string;
}

type Told = Pick<Notice, "kind" | "title" | "detail"> & { isUrgent?: boolean };
type Teller<Type extends Frame["type"]> = (
  data: Extract<Frame, { type: Type; data: unknown }>["data"],
) => Told;

const fill: Teller<"ORDER_FILLED"> = (fill) => ({
  kind: "fill",
  title: `${fill.side === "buy" ? "Bought" : "Sold"} ${fill.symbol}`,
  detail: `${quantity(fill.quantity)} at ${price(fill.price)}, the order is done`,
});

const part: Teller<"ORDER_PARTIALLY_FILLED"> = (fill) => ({
  kind: "fill",
  title: `${fill.side === "buy" ? "Bought" : "Sold"} some ${fill.symbol}`,
  detail: `${quantity(fill.quantity)} at ${price(fill.price)}, ${quantity(fill.open_quantity)} open`,
});

type WentOff = Pick<Alert, "symbol" | "kind" | "level"> & { readonly price: string };

const wentOff = (alert: WentOff): Told => ({
  kind: "price",
  title: describe(alert),
  detail: `Was at ${price(alert.price)}`,
  isUrgent: true,
});

const TELLERS: { readonly [Type in Frame["type"]]?: Teller<Type> } = {
  ORDER_FILLED: fill,
  ORDER_PARTIALLY_FILLED: part,
  ORDER_ACCEPTED: ({ symbol }) => ({
    kind: "accepted",
    title: `Order for ${symbol} accepted`,
    detail: "It is on the book",
  }),
  ORDER_REJECTED: ({ symbol, rule, reason }) => ({
    kind: "rejection",
    title: `Order for ${symbol} rejected`,
    detail: `${rule} (${reason})`,
    isUrgent: true,
  }),
  ORDER_CANCELED: ({ symbol, open_quantity, reason }) => ({
    kind: "order",
    title: `Order for ${symbol} canceled`,
    detail: `${quantity(open_quantity)} were left${reason ? `: ${reason}` : ""}`,
  }),
  ORDER_EXPIRED: ({ symbol, open_quantity, reason }) => ({
    kind: "order",
    title: `Order for ${symbol} expired`,
    detail: `${quantity(open_quantity)} were left${reason ? `: ${reason}` : ""}`,
  }),
  MARGIN_CALL_ISSUED: ({ kind, lacking }) => ({
    kind: "margin",
    title: `Margin call (${kind})`,
    detail: `${money(lacking)} are lacking: deposit them or close positions`,
    isUrgent: true,
  }),
  MARGIN_CALL_MET: ({ liquidated }) => ({
    kind: "margin",
    title: "Margin call met",
    detail: liquidated ? "The house closed positions" : "Nothing more is asked for",
  }),
  LIQUIDATION_ORDERED: ({ symbol, side, quantity: shares, reason }) => ({
    kind: "margin",
    title: `The house closes ${symbol}`,
    detail: `${side} ${quantity(shares)}: ${reason}`,
    isUrgent: true,
  }),
  RISK_LIMIT_BREACHED: ({ limit, allowed, reached }) => ({
    kind: "margin",
    title: `Limit reached: ${limit.replaceAll("_", " ")}`,
    detail: `${price(reached)} of ${price(allowed)}`,
    isUrgent: true,
  }),
  PRICE_ALERT_FIRED: wentOff,
  TRADING_HALTED: ({ symbol, reason }) => ({
    kind: "halt",
    title: symbol ? `Trading in ${symbol} halted` : "Trading halted",
    detail: reason,
    isUrgent: true,
  }),
  TRADING_RESUMED: ({ symbol }) => ({
    kind: "halt",
    title: symbol ? `Trading in ${symbol} goes on` : "Trading goes on",
    detail: "Orders that were canceled do not come back",
  }),
  CASH_DEPOSITED: ({ amount, cash }) => ({
    kind: "money",
    title: `${money(amount)} deposited`,
    detail: `Cash is now ${money(cash)}`,
  }),
  CASH_WITHDRAWN: ({ amount, cash }) => ({
    kind: "money",
    title: `${money(amount)} withdrawn`,
    detail: `Cash is now ${money(cash)}`,
  }),
  WITHDRAWAL_REFUSED: ({ rule, free_cash }) => ({
    kind: "money",
    title: "Withdrawal refused",
    detail: `${rule}; ${money(free_cash)} could be taken out`,
    isUrgent: true,
  }),
  DIVIDEND_PAID: ({ symbol, amount }) => ({
    kind: "money",
    title: `Dividend of ${symbol}`,
    detail: money(amount, { signed: true }),
  }),
  POSITION_SPLIT: ({ symbol, new_shares, old_shares, quantity: shares }) => ({
    kind: "money",
    title: `${symbol} split ${new_shares} for ${old_shares}`,
    detail: `You hold ${quantity(shares)} now`,
  }),
};

/** What a frame of the account tells its trader, if anything. */
export function noticeOf(frame: Frame): Notice | undefined {
  const teller = TELLERS[frame.type] as ((data: unknown) => Told) | undefined;
  if (!teller || !("id" in frame) || !("data" in frame)) return undefined;
  const data = frame.data as { account_id?: string; order_id?: string; symbol?: string };
  return {
    isUrgent: false,
    ...teller(data),
    id: frame.type === "PRICE_ALERT_FIRED" ? firing(frame.data) : frame.id,
    at: frame.time,
    ...(data.account_id && { accountId: data.account_id }),
    ...(data.order_id && { orderId: data.order_id }),
    ...(data.symbol && { symbol: data.symbol }),
  };
}

/** Of a firing that may be told by the stream and, to who was away, by the list of alerts. */
const firing = (alert: { alert_id: string; fired_at: string }) =>
  `${alert.alert_id} ${Date.parse(alert.fired_at)}`;

const AWAY_MS = 86_400_000;

/** What went off within a day, and after `seenAt`, as it would have been told by the stream. */
export function firedWhileAway(alerts: readonly Alert[], seenAt: string, now = new Date()) {
  const since = Math.max(Date.parse(seenAt) || 0, now.getTime() - AWAY_MS);
  return alerts.flatMap((alert): Notice[] => {
    const { fired_at, fired_price, symbol } = alert;
    if (!fired_at || !fired_price || Date.parse(fired_at) <= since) return [];
    const told = { isUrgent: false, ...wentOff({ ...alert, price: fired_price }) };
    return [{ ...told, id: firing({ ...alert, fired_at }), at: fired_at, symbol }];
  });
}

export interface Burst {
  readonly key: string;
  readonly notices: readonly Notice[];
}

const BURST_MS = 10_000;
const BURST_SIZE = 4;

/** Newest first. Four or more of one kind, each within ten seconds of the next, are one entry. */
export function bursts(notices: readonly Notice[]): Burst[] {
  const runs: Notice[][] = [];
  for (const notice of notices) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && belongs(before, notice)) run.push(notice);
    else runs.push([notice]);
  }
  return runs.flatMap((run) =>
    run.length >= BURST_SIZE
      ? [{ key: run.at(-1)?.id ?? "", notices: run }]
      : run.map((notice) => ({ key: notice.id, notices: [notice] })),
  );
}

function belongs(newer: Notice, older: Notice): boolean {
  const apart = Date.parse(newer.at) - Date.parse(older.at);
  return newer.kind === older.kind && apart <= BURST_MS;
}

/** One sentence for several of a kind. */
export function headline(notices: readonly Notice[]): string {
  const [first] = notices;
  if (!first) return "";
  if (notices.length === 1) return first.title;
  const symbols = [...new Set(notices.flatMap(({ symbol }) => symbol ?? []))];
  const about = symbols.length ? `: ${symbols.slice(0, 4).join(", ")}` : "";
  const more = symbols.length > 4 ? ` and ${symbols.length - 4} more` : "";
  return `${notices.length} ${KINDS[first.kind].toLowerCase()}${about}${more}`;
}
