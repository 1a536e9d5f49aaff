/**
 * An order is meant once, and so it is placed once: whatever happens on the way, it goes under the
 * same name (`Idempotency-Key`), and where no answer comes it is looked up by that name.
 */
import { api, call, callWhole } from "@/api/client";
import type { components } from "@/api/generated/orders";
import { asProblem, otherAccount, Problem } from "@/api/problem";
import { signedIn, useSession } from "@/api/session";

export type Order = components["schemas"]["OrderResponse"];
export type PlaceOrder = components["schemas"]["PlaceOrderRequest"];

/** What a trader means: fixed with the first try, the same in every other. */
export interface Intent {
  readonly key: string;
  readonly userId: string;
  readonly accountId: string;
  readonly body: PlaceOrder;
}

export type Outcome =
  | { readonly kind: "placed"; readonly order: Order; readonly correlationId: string }
  | { readonly kind: "refused"; readonly problem: Problem }
  /** Nobody answered, and it is not known to have arrived. Trying again with the intent is safe. */
  | { readonly kind: "unknown"; readonly problem: Problem };

const PAUSES_MS = [400, 1200, 3000] as const;

/** For the account that is worked with, or that was when the question was asked. */
export function intend(body: PlaceOrder, accountId = signedIn().account_id): Intent {
  return { key: crypto.randomUUID(), userId: signedIn().user.user_id, accountId, body };
}

/** Place it; if nobody answers, look whether it arrived. It never throws. */
export async function place(intent: Intent, onLookUp?: () => void): Promise<Outcome> {
  if (!isOfThisAccount(intent)) return { kind: "refused", problem: otherAccount() };
  try {
    const { data, headers } = await callWhole(
      api.orders.POST("/api/orders", {
        params: { header: { "Idempotency-Key": intent.key } },
        body: intent.body,
      }),
    );
    return { kind: "placed", order: data, correlationId: headers.get("X-Request-ID") ?? "" };
  } catch (error) {
    const problem = asProblem(error);
    if (!isUncertain(problem)) return { kind: "refused", problem };
    onLookUp?.();
    return await lookUp(intent, problem);
  }
}

/** Whether an order may have been placed although this was the answer. */
export function isUncertain(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 408 || problem.status >= 500;
}

/** What became of an intent nobody answered for. */
export async function lookUp(intent: Intent, problem: Problem): Promise<Outcome> {
  for (const pause of PAUSES_MS) {
    await new Promise((done) => setTimeout(done, pause));
    if (!isOfThisAccount(intent)) return { kind: "unknown", problem: OTHER_ACCOUNT };
    const order = await find(intent.key).catch(() => undefined);
    if (order) return { kind: "placed", order, correlationId: problem.correlationId };
  }
  return { kind: "unknown", problem };
}

export const OTHER_ACCOUNT = new Problem(
  "other_account",
  "This order is of another account: change to that one to see what became of it.",
);

const isOfThisAccount = ({ accountId }: Intent): boolean =>
  useSession.getState().session?.account_id === accountId;

async function find(key: string): Promise<Order | undefined> {
  const query = { client_order_id: key, status: "all" } as const;
  const page = await call(api.orders.GET("/api/orders", { params: { query } }));
  return page.items[0];
}
