/**
 * Bars in the order of time. What the server said stays as it said it; numbers stand beside it for
 * what is drawn.
 */
import type { components } from "@/api/generated/market";
import { INTERVALS, type Interval, isIntraday } from "./intervals";

type Told = Omit<components["schemas"]["BarResponse"], "vwap"> & {
  vwap?: string | null | undefined;
};

export interface Bar extends Told {
  /** Seconds since 1970, of its start. */
  readonly at: number;
  readonly drawn: {
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
  };
}

export function barOf(told: Told): Bar {
  return {
    ...told,
    at: Date.parse(told.start) / 1000,
    drawn: {
      open: Number(told.open),
      high: Number(told.high),
      low: Number(told.low),
      close: Number(told.close),
      volume: Number(told.volume),
    },
  };
}

/** All bars of several answers, each once, in the order of time; later answers are newer. */
export function merge(...answers: readonly (readonly Bar[])[]): Bar[] {
  const all = new Map<number, Bar>();
  for (const bar of answers.flat()) {
    const known = all.get(bar.at);
    if (!known || isNewer(bar, known)) all.set(bar.at, bar);
  }
  return [...all.values()].sort((a, b) => a.at - b.at);
}

/** A bar only grows: what has fewer trades is an answer that was overtaken on its way. */
function isNewer(bar: Bar, known: Bar): boolean {
  return bar.trades >= known.trades || (bar.closed && !known.closed);
}

/** With a bar that has come or grown. All others stay the very same objects. */
export function upsert(bars: readonly Bar[], bar: Bar): Bar[] {
  const last = bars.at(-1);
  if (!last || bar.at > last.at) return [...bars, bar];
  if (bar.at === last.at) return isNewer(bar, last) ? [...bars.slice(0, -1), bar] : [...bars];
  return merge(bars, [bar]);
}

/** Whether `now` is `before` whose last bar has grown, or that has one bar more. */
export function hasGrown(before: readonly Bar[], now: readonly Bar[]): boolean {
  const kept = before.length - 1;
  if (kept < 0 || now.length < before.length || now.length > before.length + 1) return false;
  if (now[kept]?.at !== before[kept]?.at) return false;
  return kept === 0 || (now[0] === before[0] && now[kept - 1] === before[kept - 1]);
}

const LONGEST_GAP = 4;

/**
 * Moments without a bar, to be left empty: one for each bar that is missing, at most four. So a
 * night is a gap that is seen, and not two thirds of the chart.
 */
export function gaps(bars: readonly Bar[], interval: Interval): number[] {
  if (!isIntraday(interval)) return [];
  const { seconds } = INTERVALS[interval];
  const empty: number[] = [];
  for (const [index, bar] of bars.entries()) {
    const next = bars[index + 1];
    if (!next) break;
    const missing = Math.ceil((next.at - bar.at) / seconds) - 1;
    for (let one = 1; one <= Math.min(missing, LONGEST_GAP); one++)
      empty.push(bar.at + one * seconds);
  }
  return empty;
}

/** Where `moment` falls among `bars`: the newest that had begun. `undefined` if none had. */
export function barAt(bars: readonly Bar[], moment: number): Bar | undefined {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle]?.at ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return bars[low - 1];
}
