/**
 * Finding instruments by what is typed. What has prices here is known and found at once; all else
 * that the market knows is asked for, and put among it when the answer comes.
 */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/market";
import { asProblem, type Problem } from "@/api/problem";
import { IS_IN_IT, rank } from "./closeness";
import { type Instrument, useSymbols } from "./instruments";
import { usePreference } from "./preferences";

export type Hit = components["schemas"]["HitResponse"];

export interface Found {
  readonly symbol: string;
  readonly name: string;
  readonly exchange: string;
  /** Whether it has prices here, and so can be traded. */
  readonly ticks: boolean;
}

const PAUSE_MS = 150;
const MOST = 12;
const NOBODY: readonly [] = [];

/** What was typed, once nothing was typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Instruments that fit, as the server knows them. Nothing typed: nothing asked. */
function useHits(q: string) {
  return useQuery({
    queryKey: ["search", q],
    queryFn: ({ signal }) =>
      call(api.market.GET("/api/market/search", { params: { query: { q, limit: MOST } }, signal })),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
}

const foundOf = ({ symbol, name, exchange }: Instrument, ticks: boolean): Found => ({
  symbol,
  name,
  exchange,
  ticks,
});

/**
 * The best first: what is called so, wherever it is from; among equals what has prices here. The
 * server also finds what is only similar: that comes last.
 */
export function merged(
  text: string,
  here: readonly Instrument[],
  hits: readonly Hit[],
): readonly Found[] {
  const fitOf = ({ symbol, name }: Pick<Found, "symbol" | "name">) => rank(symbol, text, [name]);
  const own = here.filter((one) => fitOf(one) >= IS_IN_IT).map((one) => foundOf(one, true));
  const known = new Set(own.map(({ symbol }) => symbol));
  const others = hits
    .filter(({ instrument }) => !known.has(instrument.symbol))
    .map(({ instrument, ticks }) => foundOf(instrument, ticks));
  return [...own, ...others]
    .map((one) => ({ one, fits: fitOf(one) }))
    .sort((a, b) => b.fits - a.fits)
    .slice(0, MOST)
    .map(({ one }) => one);
}

/** Those looked at last, the latest first. */
function recentsOf(recents: readonly string[], here: readonly Instrument[]): readonly Found[] {
  const known = new Map(here.map((one) => [one.symbol, one]));
  return recents.map((symbol) => {
    const one = known.get(symbol);
    return one ? foundOf(one, true) : { symbol, name: "", exchange: "", ticks: false };
  });
}

interface Search {
  readonly found: readonly Found[];
  readonly problem: Problem | undefined;
  /** What the server says of this text is not known yet. */
  readonly isAsking: boolean;
}

/** Instruments by symbol or name; nothing typed: those looked at last. */
export function useSymbolSearch(text: string): Search {
  const wanted = text.trim();
  const q = useSettled(wanted);
  const { data: hits = NOBODY, isFetching, isPlaceholderData, isError, error } = useHits(q);
  const { data: here = NOBODY } = useSymbols();
  const recents = usePreference("recentSymbols");
  const isBehind = q !== wanted || isPlaceholderData;
  const found = useMemo(() => {
    if (!wanted) return recentsOf(recents, here);
    // The answer to an earlier text may say nothing of this one, but its names may fit as well.
    const fits = ({ instrument: { symbol, name } }: Hit) => rank(symbol, wanted, [name]) > 0;
    return merged(wanted, here, isBehind ? hits.filter(fits) : hits);
  }, [wanted, here, hits, recents, isBehind]);
  return {
    found,
    problem: wanted && isError ? asProblem(error) : undefined,
    isAsking: wanted !== "" && (isBehind || isFetching),
  };
}
