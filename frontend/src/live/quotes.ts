/** The newest quote of each symbol. */
import { Board } from "./board";
import { useConnection } from "./connection";
import type { Quote } from "./frames";
import { quotesOf } from "./topics";
import { useBoard, useBoards } from "./use-board";

export const quotes = new Board<Quote>();

export function useQuote(symbol: string | undefined): Quote | undefined {
  return useBoard(quotes, symbol, quotesOf);
}

/** For a sum over several; a table should rather use `useQuote` in each row. */
export function useQuotes(symbols: readonly string[]): ReadonlyMap<string, Quote> {
  return useBoards(quotes, symbols, quotesOf);
}

/** Whether the price shown may not be the market's any more: grey it, warn before it is used. */
export function useIsStale(symbol: string | undefined): boolean {
  const quote = useQuote(symbol);
  const isLive = useConnection((state) => state.state === "live");
  return symbol !== undefined && (!isLive || quote?.stale === true);
}
