/** The day of each symbol as it grows: its close is the last price, its volume the day's. */
import { useCallback, useSyncExternalStore } from "react";
import { onBars } from "@/live/bars";
import { Board } from "@/live/board";
import type { Bar } from "@/live/frames";
import { onRewind } from "@/live/rewind";
import { compare, divide, isZero, subtract } from "@/ui/decimal";
import type { Row } from "./use-rows";

const days = new Board<Bar>();
onRewind(() => days.clear());

function useDay(symbol: string | undefined): Bar | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!symbol) return () => undefined;
      const leaveBars = onBars(symbol, "1Day", (bar) => {
        if (days.get(symbol) !== bar) days.put(symbol, bar);
      });
      const leave = days.subscribe(symbol, listener);
      return () => {
        leaveBars();
        leave();
      };
    },
    [symbol],
  );
  return useSyncExternalStore(subscribe, () => (symbol ? days.get(symbol) : undefined));
}

export interface Figures {
  readonly last: string | undefined;
  readonly change: string | undefined;
  /** A fraction: 0.01 is one per cent. */
  readonly ratio: string | undefined;
  readonly volume: string | undefined;
}

type Day = Pick<Bar, "close" | "volume" | "start">;

/** By the newer of the two: what was asked for, and what came live. */
export function figuresOf({ snapshot }: Row, live: Day | undefined): Figures {
  const told = snapshot?.day ?? undefined;
  const isLive = live !== undefined && (!told || isNewer(live, told));
  const last = isLive ? live.close : (snapshot?.trade?.price ?? told?.close);
  const volume = isLive ? live.volume : told?.volume;
  const reference = snapshot?.move?.reference;
  if (!last || !reference) return { last, change: undefined, ratio: undefined, volume };
  const change = subtract(last, reference);
  const ratio = isZero(reference) ? undefined : divide(change, reference, 6);
  return { last, change, ratio, volume };
}

function isNewer(live: Day, told: Day): boolean {
  const [one, other] = [Date.parse(live.start), Date.parse(told.start)];
  return one === other ? compare(live.volume, told.volume) >= 0 : one > other;
}

export function useFigures(row: Row): Figures {
  return figuresOf(row, useDay(row.instrument && row.symbol));
}
