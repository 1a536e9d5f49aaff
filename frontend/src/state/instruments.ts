/** What is known of instruments. It does not change while anybody looks at it. */
import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/market";

export type Instrument = components["schemas"]["InstrumentResponse"];
export type InstrumentDetails = components["schemas"]["DetailsResponse"];

const DAY_MS = 86_400_000;
const STALE_MS = 60_000;

/** Everything that has a price here. */
export function useSymbols() {
  return useQuery({
    queryKey: ["symbols"],
    queryFn: () => call(api.market.GET("/api/market/symbols")),
    staleTime: STALE_MS,
  });
}

/** All that is known of one instrument, whether it has prices here or not. */
export function useInstrument(symbol: string | undefined) {
  return useQuery({
    queryKey: ["instrument", symbol],
    queryFn: () => instrument(symbol ?? ""),
    staleTime: DAY_MS,
    enabled: Boolean(symbol),
  });
}

/** @throws Problem 404: there is no such instrument */
export function instrument(symbol: string): Promise<InstrumentDetails> {
  return call(api.market.GET("/api/market/instruments/{symbol}", { params: { path: { symbol } } }));
}
