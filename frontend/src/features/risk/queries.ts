import { useMutation, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/risk";
import { useAccountId } from "@/state/accounts";

type Schemas = components["schemas"];
export type RiskAccount = Schemas["RiskAccountResponse"];
export type Hold = Schemas["HoldResponse"];
export type MarginCall = Schemas["MarginCallResponse"];
export type Estimate = Schemas["EstimateResponse"];
export type Broken = Schemas["BrokenRule"];

const AGAIN_MS = 15_000;

export function useRiskAccount() {
  return useQuery({
    queryKey: [useAccountId(), "risk"],
    queryFn: () => call(api.risk.GET("/api/risk/account")),
    refetchInterval: AGAIN_MS,
  });
}

export interface Wish {
  readonly symbol: string;
  readonly side: Schemas["Side"];
  readonly quantity: string;
}

/** The defaults of the service, which its description has as always there. */
const PLAIN = { type: "market", time_in_force: "day", order_class: "simple" } as const;
const OPEN = { extended_hours: false, reduce_only: false };

function check(wish: Wish): Promise<Estimate> {
  const body = { ...PLAIN, ...OPEN, ...wish };
  return call(api.risk.POST("/api/risk/estimate", { body }));
}

/** What the rules would say of an order that nobody places. */
export const useCheck = () => useMutation({ mutationFn: check });

/** Whether even one share would be refused: then something holds for every order. */
export function useSmallest(symbol: string) {
  return useQuery({
    queryKey: [useAccountId(), "risk", "smallest", symbol],
    queryFn: () => check({ symbol, side: "buy", quantity: "1" }),
    refetchInterval: AGAIN_MS,
  });
}
