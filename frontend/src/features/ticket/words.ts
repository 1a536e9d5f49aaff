/** What choices are called. */
import type { PlaceOrder } from "@/state/order-intent";
import type { Unit } from "@/state/units";
import { money, price, quantity } from "@/ui/format";
import type { TermName } from "@/ui/glossary";
import type { OrderClass, OrderType, SizeBy, StopLossBy, TimeInForce } from "./form";

export const TYPE_NAMES: Readonly<Record<OrderType, string>> = {
  market: "Market",
  limit: "Limit",
  stop: "Stop",
  stop_limit: "Stop limit",
  trailing_stop: "Trailing stop",
};

export const FORCE_NAMES: Readonly<Record<TimeInForce, string>> = {
  day: "Day",
  gtc: "Good till canceled",
  gtd: "Good till a date",
  ioc: "Immediate or cancel",
  fok: "Fill or kill",
  opg: "At the open",
  cls: "At the close",
};

export const CLASS_NAMES: Readonly<Record<OrderClass, string>> = {
  simple: "No exits",
  bracket: "Bracket",
  oto: "One exit",
  oco: "OCO",
};

export const TYPE_TERMS: Readonly<Record<OrderType, TermName>> = {
  market: "marketOrder",
  limit: "limitOrder",
  stop: "stopOrder",
  stop_limit: "stopLimitOrder",
  trailing_stop: "trailingStop",
};

export const CLASS_TERMS: Readonly<Record<OrderClass, TermName | undefined>> = {
  simple: undefined,
  bracket: "bracket",
  oto: "oto",
  oco: "oco",
};

export function sizeName(by: SizeBy, { many }: Unit): string {
  if (by === "quantity") return many.charAt(0).toUpperCase() + many.slice(1);
  return by === "notional" ? "Dollars" : "Percent";
}

export const STOP_LOSS_NAMES: Readonly<Record<StopLossBy, string>> = {
  stop_price: "At a price",
  trail_price: "Trails by $",
  trail_percent: "Trails by %",
};

export const verbOf = (side: PlaceOrder["side"]): string => (side === "buy" ? "Buy" : "Sell");

/** "Buy 10 IBM", or "Sell $500 of IBM". */
export function headOf({ side, quantity: shares, notional, symbol }: PlaceOrder): string {
  const size = shares ? quantity(shares) : notional ? `${money(notional)} of` : "";
  return `${verbOf(side)} ${size} ${symbol}`.replace("  ", " ");
}

/** Everything that is sent, as lines of name and value. */
export function linesOf(order: PlaceOrder): [string, string][] {
  const stop = order.stop_loss;
  const lines: [string, string | null | undefined][] = [
    ["Type", TYPE_NAMES[order.type]],
    ["Limit price", shown(order.limit_price)],
    ["Stop price", shown(order.stop_price)],
    ["Trails by", order.trail_price ? shown(order.trail_price) : percentOf(order.trail_percent)],
    ["Time in force", FORCE_NAMES[order.time_in_force ?? "day"]],
    ["Until", order.expires_at],
    ["Exits", order.order_class && CLASS_NAMES[order.order_class]],
    ["Takes profit at", shown(order.take_profit?.limit_price)],
    ["Stops loss at", shown(stop?.stop_price)],
    ["Stop's limit", shown(stop?.limit_price)],
    [
      "Stop trails by",
      stop?.trail_price ? shown(stop.trail_price) : percentOf(stop?.trail_percent),
    ],
    ["Shown to others", order.display_quantity && quantity(order.display_quantity)],
    ["Besides", flagsOf(order)],
  ];
  return lines.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

const shown = (value: string | null | undefined): string | undefined =>
  value ? `$${price(value)}` : undefined;
const percentOf = (value: string | null | undefined): string | undefined =>
  value ? `${value} %` : undefined;

function flagsOf(order: PlaceOrder): string {
  const flags = [
    order.post_only && "post only",
    order.reduce_only && "reduce only",
    order.extended_hours && "extended hours",
  ];
  return flags.filter(Boolean).join(", ");
}
