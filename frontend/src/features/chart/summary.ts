/** The chart in words, for who does not see it. */
import { compare, divide, isZero, sign, subtract } from "@/ui/decimal";
import { percent, price, quantity } from "@/ui/format";
import type { Bar } from "./bars";
import { INTERVALS, type Interval } from "./intervals";
import { momentText } from "./zone";

const SUMMED = 20;
const WAYS = { "-1": "down", "0": "unchanged at", "1": "up" } as const;

export interface Shown {
  readonly symbol: string;
  readonly interval: Interval;
  readonly zone: string;
  readonly tick: string;
}

/** "AAPL 5m, last 20 bars: up 1.20 %, from 228.10 to 230.84. High 231.00 at …, low 228.00 at …." */
export function summaryOf(bars: readonly Bar[], shown: Shown): string {
  const { symbol, interval, zone, tick } = shown;
  const some = bars.slice(-SUMMED);
  const [first] = some;
  const last = some.at(-1);
  const title = `${symbol} ${INTERVALS[interval].label}`;
  if (!first || !last) return `${title}: no bars yet.`;
  const high = some.reduce((best, bar) => (compare(bar.high, best.high) > 0 ? bar : best));
  const low = some.reduce((best, bar) => (compare(bar.low, best.low) < 0 ? bar : best));
  const at = (bar: Bar) => momentText(bar.at, interval, zone);
  const count = some.length === 1 ? "last bar" : `last ${some.length} bars`;
  const ends = `from ${price(first.open, tick)} to ${price(last.close, tick)}`;
  return (
    `${title}, ${count}: ${moved(first.open, last.close)}, ${ends}. ` +
    `High ${price(high.high, tick)} at ${at(high)}, low ${price(low.low, tick)} at ${at(low)}.`
  );
}

function moved(from: string, to: string): string {
  const change = subtract(to, from);
  const way = `${sign(change)}` as keyof typeof WAYS;
  if (way === "0" || isZero(from)) return "unchanged";
  return `${WAYS[way]} ${percent(divide(change, from, 6)).replace(/^[-\u2212]/, "")}`;
}

/** One bar, for the cursor that is moved by keys. */
export function barText(bar: Bar, { interval, zone, tick }: Shown): string {
  const way = { "-1": "down", "0": "unchanged", "1": "up" }[`${compare(bar.close, bar.open)}`];
  const prices = (["open", "high", "low"] as const)
    .map((name) => `${name} ${price(bar[name], tick)}`)
    .join(", ");
  const growing = bar.closed ? "" : ", still growing";
  const close = `close ${price(bar.close, tick)}, ${way}`;
  const volume = `volume ${quantity(bar.volume)}`;
  return `${momentText(bar.at, interval, zone)}: ${prices}, ${close}, ${volume}${growing}`;
}
