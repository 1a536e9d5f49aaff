/** What the server knows of accounts, and what can be asked for. */
import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/portfolio";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/query";
import { switchAccount, useSession } from "@/api/session";
import { isUnderWay } from "./progress";

type Schemas = components["schemas"];
export type Transfer = Schemas["TransferResponse"];
export type Winding = Schemas["WindingResponse"];
export type Epoch = Schemas["EpochResponse"];
export type NewAccount = Schemas["OpenRequest"];

const LOOK_MS = 1000;

/** Which account one signs in with is for auth to know. */
export function useDefaultAccount(): string | undefined {
  const userId = useSession((state) => state.session?.user.user_id);
  const { data } = useQuery({
    queryKey: ["own-accounts", userId],
    queryFn: () => call(api.auth.GET("/api/auth/accounts")),
    enabled: userId !== undefined,
  });
  return data?.items.find((one) => one.is_default)?.account_id;
}

/** Money or state of some account has changed. */
export async function askAgain(): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["accounts"] }),
    queries.invalidateQueries({ queryKey: ["own-accounts"] }),
  ]);
}

/** The latest transfers; asked for again while one is on its way. */
export function useTransfers(accountId: string) {
  return useQuery({
    queryKey: [accountId, "transfers"],
    queryFn: () => {
      const params = { path: { account_id: accountId }, query: { limit: 20 } };
      return call(api.portfolio.GET("/api/portfolio/accounts/{account_id}/transfers", { params }));
    },
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === "requested") ? LOOK_MS : false,
  });
}

export function useEpochs(accountId: string, isWanted: boolean) {
  return useQuery({
    queryKey: [accountId, "epochs"],
    queryFn: () => {
      const params = { path: { account_id: accountId }, query: { limit: 100 } };
      return call(api.portfolio.GET("/api/portfolio/accounts/{account_id}/epochs", { params }));
    },
    enabled: isWanted,
  });
}

/** How far a reset or a closing is. */
export function useWinding(asked: Winding | undefined) {
  return useQuery({
    queryKey: [asked?.account_id, "winding", asked?.winding_id],
    queryFn: () => {
      const path = { account_id: asked?.account_id ?? "", winding_id: asked?.winding_id ?? "" };
      return call(
        api.portfolio.GET("/api/portfolio/accounts/{account_id}/windings/{winding_id}", {
          params: { path },
        }),
      );
    },
    enabled: asked !== undefined,
    refetchInterval: ({ state }) => (!state.data || isUnderWay(state.data) ? LOOK_MS : false),
  });
}

/** An account has begun anew or ended: nothing that is known of it is true any more. */
export async function forgetWhatWas(accountId: string): Promise<void> {
  await Promise.all([queries.invalidateQueries({ queryKey: [accountId] }), askAgain()]);
}

const AUTH_HEARS_MS = 500;
const TRIES = 20;

/** To an account that was opened this moment: until auth has heard of it, it is asked again. */
export async function switchSoon(accountId: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await switchAccount(accountId);
    } catch (error) {
      if (asProblem(error).code !== "account_not_found" || attempt === TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AUTH_HEARS_MS));
  }
}
