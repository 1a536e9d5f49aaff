/** The last prints of each symbol, the newest first. */
import { Board } from "./board";
import type { Trade } from "./frames";
import { tradesOf } from "./topics";
import { useBoard } from "./use-board";

const PRINTS_KEPT = 500;
const NONE: readonly Trade[] = [];

export const tape = new Board<readonly Trade[]>();

/** The newest first. `sequence` tells prints of a symbol apart. */
export function useTape(symbol: string | undefined): readonly Trade[] {
  return useBoard(tape, symbol, tradesOf) ?? NONE;
}

/** Add prints of one symbol, in the order in which they were made. */
export function print(symbol: string, trades: readonly Trade[]): void {
  const known = tape.get(symbol) ?? NONE;
  const last = known[0]?.sequence ?? -1;
  const added = trades.filter((trade) => trade.sequence > last).reverse();
  if (added.length > 0) tape.put(symbol, [...added, ...known].slice(0, PRINTS_KEPT));
}
