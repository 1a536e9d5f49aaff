/**
 * Market time that goes back: a replay that is jumped, or begun anew. All that was shown of the
 * time after it has not happened yet, so none of it may stay.
 */
import { create } from "zustand";
import { queries } from "@/api/query";
import { forgetBars } from "./bars";
import { depths } from "./depth";
import type { MarketClock } from "./frames";
import { quotes } from "./quotes";
import { tape } from "./tape";

/** Two gateways may differ by so much; a step of less is not worth an empty chart. */
const TOLERANCE_MS = 1_000;

const rewinds = create<{ readonly count: number }>(() => ({ count: 0 }));

/** Another number whenever time has gone back, for who keeps something of the market himself. */
export const useRewinds = (): number => rewinds(({ count }) => count);

/** The same, outside React. */
export const onRewind = (listener: () => void): (() => void) => rewinds.subscribe(listener);

export const isBefore = (now: MarketClock, known: MarketClock | undefined): boolean =>
  known !== undefined && Date.parse(now.time) < Date.parse(known.time) - TOLERANCE_MS;

/** Forget what was, and read again what there is. Bars anew: the old ones would win as closed. */
export function rewind(): void {
  for (const board of [quotes, depths, tape]) board.clear();
  forgetBars();
  rewinds.setState(({ count }) => ({ count: count + 1 }));
  void queries.resetQueries({ queryKey: ["bars"] });
  for (const name of ["snapshot", "movers", "instrument", "clock"])
    void queries.invalidateQueries({ queryKey: [name] });
}
