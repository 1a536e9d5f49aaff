/** Limits as they are typed: texts, which are checked before they are sent. */
import { compare, isDecimal, sign } from "@/ui/decimal";
import type { Limits } from "./limits";

export const FIGURES = [
  { id: "order_value_max", label: "Order value at most", unit: "USD" },
  { id: "order_quantity_max", label: "Order size at most", unit: "shares or units" },
  { id: "position_value_max", label: "Position value at most", unit: "USD" },
  { id: "concentration_percent_max", label: "In one symbol at most", unit: "% of equity" },
  { id: "price_away_percent_max", label: "Limit beyond the market at most", unit: "%" },
  { id: "orders_per_minute_max", label: "Orders a minute at most", unit: "orders" },
  { id: "daily_loss_max", label: "Loss a day at most", unit: "USD" },
  { id: "drawdown_percent_max", label: "Drawdown at most", unit: "%" },
] as const;

export const SWITCHES = [
  { id: "no_shorting", label: "No short sales" },
  { id: "day_trade_rule", label: "Three day trades in five days below $25,000" },
  { id: "no_wash_trades", label: "No trades with own orders" },
  { id: "no_orders_when_closed", label: "No orders while the exchange is closed" },
  { id: "no_orders_when_halted", label: "No orders in halted symbols" },
] as const;

export type FigureId = (typeof FIGURES)[number]["id"];
export type SwitchId = (typeof SWITCHES)[number]["id"];

export interface Form {
  /** Empty: no limit. */
  readonly figures: Readonly<Record<FigureId, string>>;
  readonly switches: Readonly<Record<SwitchId, boolean>>;
}

export function formOf(limits: Limits): Form {
  const figures = FIGURES.map(({ id }) => [id, String(limits[id] ?? "")]);
  const switches = SWITCHES.map(({ id }) => [id, limits[id] ?? false]);
  return { figures: Object.fromEntries(figures), switches: Object.fromEntries(switches) };
}

/** What is wrong with each figure; empty if nothing is. */
export function mistakes({ figures }: Form): Partial<Record<FigureId, string>> {
  const wrong = FIGURES.flatMap(({ id }) => {
    const text = mistake(id, figures[id].trim());
    return text ? [[id, text] as const] : [];
  });
  return Object.fromEntries(wrong);
}

function mistake(id: FigureId, value: string): string | undefined {
  if (value === "") return undefined;
  if (!isDecimal(value) || sign(value) <= 0) return "A number above zero, or nothing.";
  if (id === "orders_per_minute_max" && !/^\d+$/.test(value)) return "A whole number.";
  if (id === "drawdown_percent_max" && compare(value, "100") > 0) return "100 at most.";
  return undefined;
}

export function bodyOf({ figures, switches }: Form): Limits {
  const typed = Object.entries(figures).map(([id, text]) => [id, sentOf(id, text.trim())]);
  return { ...Object.fromEntries(typed), ...switches } as Limits;
}

function sentOf(id: string, text: string): string | number | null {
  if (text === "") return null;
  return id === "orders_per_minute_max" ? Number(text) : text;
}

/** What of the limits would be another, in words. */
export function differences(before: Form, after: Form): string[] {
  const figures = FIGURES.filter(({ id }) => before.figures[id] !== after.figures[id]).map(
    ({ id, label }) => `${label}: ${before.figures[id] || "none"} → ${after.figures[id] || "none"}`,
  );
  const switches = SWITCHES.filter(({ id }) => before.switches[id] !== after.switches[id]).map(
    ({ id, label }) => `${label}: ${after.switches[id] ? "on" : "off"}`,
  );
  return [...figures, ...switches];
}
