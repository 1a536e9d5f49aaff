/** What was traded, as marks on the bars: one mark per bar and side, whatever many fills it had. */
import type { components } from "@/api/generated/portfolio";
import { add, divide, multiply } from "@/ui/decimal";
import { type Bar, barAt } from "./bars";

export type Trade = components["schemas"]["TradeResponse"];

export interface FillMark {
  readonly at: number;
  readonly side: "buy" | "sell";
  readonly quantity: string;
  /** What a share cost on average. */
  readonly price: string;
  readonly fills: number;
}

/** More would cover what they mark; the newest are kept. */
export const MOST_MARKS = 300;
const PLACES = 8;

/** Fills of before the first bar have no place, and are left out. */
export function fillMarks(trades: readonly Trade[], bars: readonly Bar[]): FillMark[] {
  const sums = new Map<string, FillMark & { value: string }>();
  for (const trade of trades) {
    const bar = barAt(bars, Date.parse(trade.market_time ?? trade.booked_at) / 1000);
    if (!bar) continue;
    const key = `${bar.at} ${trade.side}`;
    const known = sums.get(key);
    const quantity = known ? add(known.quantity, trade.quantity) : trade.quantity;
    const paid = multiply(trade.price, trade.quantity);
    const value = known ? add(known.value, paid) : paid;
    const price = divide(value, quantity, PLACES);
    const fills = (known?.fills ?? 0) + 1;
    sums.set(key, { at: bar.at, side: trade.side, quantity, price, fills, value });
  }
  const marks = [...sums.values()].map(({ value: _, ...mark }) => mark);
  return marks.sort((a, b) => a.at - b.at).slice(-MOST_MARKS);
}
