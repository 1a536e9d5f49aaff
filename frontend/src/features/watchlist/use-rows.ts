/** What the rows of a list are: the instrument, and what is known of its day. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/market";
import { type Instrument, useSymbols } from "@/state/instruments";
import { isPreset, type Lists, listShown, type Preset } from "./lists";

export type Snapshot = components["schemas"]["SnapshotResponse"];

export interface Row {
  readonly symbol: string;
  /** Missing where it has no prices here. */
  readonly instrument: Instrument | undefined;
  /** A few seconds old: rows are sorted by it, so that they do not dance. */
  readonly snapshot: Snapshot | undefined;
}

const REFRESH_MS = 5_000;
const MOVERS = 20;
const NONE: readonly string[] = [];

function useMovers(preset: Preset | undefined) {
  return useQuery({
    queryKey: ["movers", MOVERS],
    queryFn: () =>
      call(api.market.GET("/api/market/movers", { params: { query: { limit: MOVERS } } })),
    refetchInterval: REFRESH_MS,
    enabled: preset !== undefined && preset !== "all",
  });
}

/** Which symbols are shown; `undefined` until that is known. */
function useShownSymbols(all: Lists, ticking: readonly Instrument[] | undefined) {
  const preset = isPreset(all.shown) ? all.shown : undefined;
  const movers = useMovers(preset);
  const list = listShown(all);
  const symbols = useMemo(() => {
    if (list) return list.symbols;
    if (preset === "all") return ticking?.map((one) => one.symbol);
    const kinds = { gainers: "gainers", losers: "losers", active: "most_active" } as const;
    const kind = preset && kinds[preset as keyof typeof kinds];
    return kind && movers.data?.[kind].map((one) => one.symbol);
  }, [list, preset, ticking, movers.data]);
  return { symbols, problem: movers.error };
}

function useSnapshots(symbols: readonly string[]) {
  const asked = [...symbols].sort().join(",");
  return useQuery({
    queryKey: ["snapshot", asked],
    queryFn: () =>
      call(api.market.GET("/api/market/snapshot", { params: { query: { symbols: asked } } })),
    refetchInterval: REFRESH_MS,
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
}

export function useRows(all: Lists) {
  const instruments = useSymbols();
  const { symbols, problem } = useShownSymbols(all, instruments.data);
  const known = useMemo(
    () => new Map(instruments.data?.map((one) => [one.symbol, one])),
    [instruments.data],
  );
  const ticking = useMemo(
    () => (symbols ?? NONE).filter((one) => known.has(one)),
    [symbols, known],
  );
  const snapshots = useSnapshots(ticking);
  const rows = useMemo(() => {
    const bySymbol = new Map(snapshots.data?.map((one) => [one.symbol, one]));
    return (symbols ?? NONE).map(
      (symbol): Row => ({
        symbol,
        instrument: known.get(symbol),
        snapshot: bySymbol.get(symbol),
      }),
    );
  }, [symbols, known, snapshots.data]);
  const failure = instruments.error ?? problem ?? snapshots.error;
  const retry = () => void Promise.all([instruments.refetch(), snapshots.refetch()]);
  return { rows, isLoading: symbols === undefined && !failure, failure, retry };
}
