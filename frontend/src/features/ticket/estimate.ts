/**
 * What an order would cost, and whether the rules allow it, before it is sent: the order service
 * drafts it, and what it says is carried to risk as it is.
 */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, call } from "@/api/client";
import type { components as Orders } from "@/api/generated/orders";
import type { components as Risk } from "@/api/generated/risk";
import { asProblem, type Problem } from "@/api/problem";
import { useAccountId } from "@/state/accounts";
import type { PlaceOrder } from "@/state/order-intent";

export type Preview = Orders["schemas"]["PreviewResponse"];
export type Verdict = Risk["schemas"]["EstimateResponse"];
export type BrokenRule = Risk["schemas"]["BrokenRule"];

export interface Estimate {
  readonly preview: Preview;
  readonly verdict: Verdict;
}

export type Asked =
  | { readonly kind: "none" | "asking" }
  | {
      readonly kind: "known";
      readonly estimate: Estimate;
      /** It is of another amount than is wanted by now; the next is on its way. */
      readonly isOld: boolean;
    }
  | { readonly kind: "refused"; readonly problem: Problem };

/** So long nothing may change before it is asked, if something keeps changing so long at most. */
const WAIT_MS = 300;
const MOST_MS = 1200;
/** The market moves on while somebody thinks. */
const RENEW_MS = 10_000;

export async function estimate(body: PlaceOrder, signal?: AbortSignal): Promise<Estimate> {
  const also = signal ? { signal } : {};
  const preview = await call(api.orders.POST("/api/orders/preview", { body, ...also }));
  const asked = preview as unknown as Risk["schemas"]["EstimateRequest"];
  const verdict = await call(api.risk.POST("/api/risk/estimate", { body: asked, ...also }));
  return { preview, verdict };
}

/** What was said of an order: a refusal is an answer too, and is shown until there is another. */
interface Said {
  readonly of: PlaceOrder;
  readonly estimate?: Estimate;
  readonly problem?: Problem;
}

async function said(of: PlaceOrder, signal: AbortSignal): Promise<Said> {
  try {
    return { of, estimate: await estimate(of, signal) };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.isPassing) throw error;
    return { of, problem };
  }
}

/**
 * Of this order: a moment after the form changes, at times while the market changes it, and again
 * while it stands. Meanwhile what was said of another amount of the same order stays.
 */
export function useEstimate(body: PlaceOrder | undefined): Asked {
  const accountId = useAccountId();
  const wanted = body ? JSON.stringify(body) : "";
  const steady = useSteady(wanted);
  const query = useQuery({
    queryKey: [accountId, "estimate", steady],
    // Once the form changes nobody waits for this key any more, and the signal ends the request.
    queryFn: ({ signal }) => said(JSON.parse(steady) as PlaceOrder, signal),
    enabled: steady !== "" && accountId !== "",
    refetchInterval: RENEW_MS,
    placeholderData: (before, its) => (its?.queryKey[0] === accountId ? before : undefined),
    staleTime: 0,
    gcTime: 0,
  });
  if (!body) return { kind: "none" };
  if (query.isError && wanted === steady)
    return { kind: "refused", problem: asProblem(query.error) };
  return askedOf(query.data, body);
}

function askedOf(answer: Said | undefined, body: PlaceOrder): Asked {
  if (!answer || restOf(answer.of) !== restOf(body)) return { kind: "asking" };
  if (answer.problem) return { kind: "refused", problem: answer.problem };
  const isOld = JSON.stringify(answer.of) !== JSON.stringify(body);
  return answer.estimate ? { kind: "known", estimate: answer.estimate, isOld } : { kind: "asking" };
}

/** All of an order but how much it is for. */
const restOf = (body: PlaceOrder): string =>
  JSON.stringify({ ...body, quantity: undefined, notional: undefined });

/** A value that does not change all the time: when it rests, or has not rested for long. */
function useSteady(value: string): string {
  const [steady, setSteady] = useState(value); // what is there at first waits for nothing
  const since = useRef<number | undefined>(undefined);
  useEffect(() => {
    since.current ??= Date.now();
    const left = Math.max(0, since.current + MOST_MS - Date.now());
    const settle = () => {
      since.current = undefined;
      setSteady(value);
    };
    const timer = setTimeout(settle, value ? Math.min(WAIT_MS, left) : 0);
    return () => clearTimeout(timer);
  }, [value]);
  return steady;
}
