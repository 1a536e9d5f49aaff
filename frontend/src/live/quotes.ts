/** The newest quote of each symbol. */
import { useSyncExternalStore } from "react";
import { Board } from "./board";
import { useConnection } from "./connection";
import type { Quote } from "./frames";
import { quotesOf } from "./topics";
import { useBoard, useBoardPart, useBoards } from "./use-board";

export const quotes = new Board<Quote>();

export function useQuote(symbol: string | undefined): Quote | undefined {
  return useBoard(quotes, symbol, quotesOf);
}

/** For a sum over several; a table should rather use `useQuote` in each row. */
export function useQuotes(symbols: readonly string[]): ReadonlyMap<string, Quote> {
  return useBoards(quotes, symbols, quotesOf);
}

const AGE_MS = 1_000;

/** How old the quote is, in milliseconds and to the second; `undefined` without one. */
export function useQuoteAge(symbol: string | undefined): number | undefined {
  return useSyncExternalStore(everySecond, () => {
    const at = symbol ? quotes.at(symbol) : undefined;
    return at && Math.floor((Date.now() - at) / AGE_MS) * AGE_MS;
  });
}

function everySecond(listener: () => void): () => void {
  const timer = setInterval(listener, AGE_MS);
  return () => clearInterval(timer);
}

/** Whether the price shown may not be the market's any more: grey it, warn before it is used. */
export function useIsStale(symbol: string | undefined): boolean {
  const isSilent = useBoardPart(quotes, symbol, quotesOf, isMarkedStale);
  const isLive = useConnection((state) => state.state === "live");
  return symbol !== undefined && (!isLive || isSilent);
}

const isMarkedStale = (quote: Quote | undefined): boolean => quote?.stale === true;
