/**
 * What an order would cost, and whether the rules allow it, before it is sent: the order service
 * drafts it, and what it says is carried to risk as it is.
 */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, call } from "@/api/client";
import type { components as Orders } from "@/api/generated/orders";
import type { components as Risk } from "@/api/generated/risk";
import { asProblem, type Problem } from "@/api/problem";
import { useAccountId } from "@/state/accounts";
import type { PlaceOrder } from "@/state/order-intent";
import { abs, multiply, negate, subtract } from "@/ui/decimal";

export type Preview = Orders["schemas"]["PreviewResponse"];
export type Verdict = Risk["schemas"]["EstimateResponse"];
export type BrokenRule = Risk["schemas"]["BrokenRule"];

export interface Estimate {
  readonly preview: Preview;
  readonly verdict: Verdict;
}

export type Asked =
  | { readonly kind: "none" | "asking" }
  | { readonly kind: "known"; readonly estimate: Estimate }
  | { readonly kind: "refused"; readonly problem: Problem };

const WAIT_MS = 300;
/** The market moves on while somebody thinks. */
const RENEW_MS = 10_000;

export async function estimate(body: PlaceOrder, signal?: AbortSignal): Promise<Estimate> {
  const also = signal ? { signal } : {};
  const preview = await call(api.orders.POST("/api/orders/preview", { body, ...also }));
  const asked = preview as unknown as Risk["schemas"]["EstimateRequest"];
  const verdict = await call(api.risk.POST("/api/risk/estimate", { body: asked, ...also }));
  return { preview, verdict };
}

/** Of this order and no other: a moment after the form changes, and again while it stands. */
export function useEstimate(body: PlaceOrder | undefined): Asked {
  const accountId = useAccountId();
  const wanted = body ? JSON.stringify(body) : "";
  const steady = useSteady(wanted);
  const query = useQuery({
    queryKey: [accountId, "estimate", steady],
    // Once the form changes nobody waits for this key any more, and the signal ends the request.
    queryFn: ({ signal }) => estimate(JSON.parse(steady) as PlaceOrder, signal),
    enabled: steady !== "" && accountId !== "",
    refetchInterval: RENEW_MS,
    staleTime: 0,
    gcTime: 0,
  });
  if (wanted === "") return { kind: "none" };
  if (wanted !== steady) return { kind: "asking" };
  if (query.isError) return { kind: "refused", problem: asProblem(query.error) };
  return query.data ? { kind: "known", estimate: query.data } : { kind: "asking" };
}

function useSteady(value: string): string {
  const [steady, setSteady] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSteady(value), value ? WAIT_MS : 0);
    return () => clearTimeout(timer);
  }, [value]);
  return steady;
}

/**
 * What is lost if the stop of a bracket trades at its price, without slippage and fees: negative.
 * `undefined` where the order has no stop, or no price to reckon from.
 */
export function lossAtStop({ preview, verdict }: Estimate): string | undefined {
  const stop = preview.legs.find(({ leg }) => leg === "stop_loss");
  const entry = preview.expected?.price ?? preview.limit_price ?? preview.stop_price;
  const from = entry ?? preview.reference_price;
  if (!stop || !from || preview.order_class === "oco") return undefined;
  const distance = distanceOf(stop, from);
  return distance && negate(multiply(distance, preview.quantity ?? verdict.quantity));
}

function distanceOf(stop: Preview["legs"][number], from: string): string | undefined {
  if (stop.stop_price) return abs(subtract(from, stop.stop_price));
  if (stop.trail_price) return stop.trail_price;
  return stop.trail_percent ? multiply(from, multiply(stop.trail_percent, "0.01")) : undefined;
}
