/** What is known of a symbol and of its trader's habits, to see a slip against. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "@/api/client";
import { useQuote } from "@/live/quotes";
import { useAccountId } from "./accounts";
import type { Known } from "./guards";
import { useInstrument } from "./instruments";
import { unitOf } from "./units";

const LAST = 20;
const USUAL_STALE_MS = 60_000;

/** How much the last orders in the symbol were for. */
function useUsual(symbol: string): readonly string[] {
  const accountId = useAccountId();
  const { data } = useQuery({
    queryKey: [accountId, "usual", symbol],
    queryFn: () => {
      const query = { status: "all", symbol, limit: LAST } as const;
      return call(api.orders.GET("/api/orders", { params: { query } }));
    },
    enabled: accountId !== "" && symbol !== "",
    staleTime: USUAL_STALE_MS,
  });
  return useMemo(() => (data?.items ?? []).flatMap(({ quantity }) => quantity ?? []), [data]);
}

export function useKnown(symbol: string): Known {
  const quote = useQuote(symbol);
  const { data } = useInstrument(symbol);
  return { bid: quote?.bid, ask: quote?.ask, quantities: useUsual(symbol), unit: unitOf(data) };
}
