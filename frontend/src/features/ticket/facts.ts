/** What is known of the market and the account, for the order that is being filled in. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "@/api/client";
import { useClock } from "@/live/clock";
import { useConnection } from "@/live/connection";
import { useIsStale, useQuote, useQuoteAge } from "@/live/quotes";
import { useInstrumentStatus } from "@/live/status";
import { useAccountId } from "@/state/accounts";
import { useInstrument } from "@/state/instruments";
import { unitOf } from "@/state/units";
import type { Situation } from "./beforehand";
import type { Kind, Side } from "./form";
import type { Holdings } from "./size";

const NOBODY = "00000000";

export interface Quoted {
  readonly bid: string | undefined;
  readonly ask: string | undefined;
}

export function useKind(symbol: string): Kind & { readonly tick: string } {
  const { data } = useInstrument(symbol);
  const tick = data?.tick_size ?? "0.01";
  const isWhole = !data || data.asset_class === "stock" || data.asset_class === "etf";
  return useMemo(
    () => ({ tick, isWhole, hasSessions: isWhole, unit: unitOf(data) }),
    [tick, isWhole, data],
  );
}

export function useQuoted(symbol: string): Quoted {
  const quote = useQuote(symbol);
  return { bid: quote?.bid, ask: quote?.ask };
}

export function useHoldings(symbol: string, side: Side): Holdings {
  const accountId = useAccountId();
  const enabled = accountId !== "";
  const risk = useQuery({
    queryKey: [accountId || NOBODY, "risk"],
    queryFn: () => call(api.risk.GET("/api/risk/account")),
    enabled,
  });
  const { bid, ask } = useQuoted(symbol);
  const owned = risk.data?.shares.find((one) => one.symbol === symbol)?.owned;
  const price = side === "buy" ? ask : bid;
  return { buyingPower: risk.data?.buying_power, position: owned ?? "0", price };
}

export function useSituation(symbol: string, hasSessions: boolean): Situation {
  const { bid, ask } = useQuoted(symbol);
  const isStale = useIsStale(symbol);
  return {
    status: useInstrumentStatus(symbol)?.status,
    clock: useClock(),
    line: useConnection((state) => state.state),
    isQuoteStale: isStale,
    quoteAgeMs: useQuoteAge(isStale ? symbol : undefined),
    hasQuote: bid !== undefined || ask !== undefined,
    hasSessions,
  };
}
