/** The keys to the account of the session. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/auth";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/query";
import { useAccountId } from "@/state/accounts";
import { withStepUp } from "@/state/step-up";
import { toast } from "@/ui/toast";

export type Key = components["schemas"]["KeyResponse"];
export type NewKey = components["schemas"]["NewKeyResponse"];
export type KeyRequest = components["schemas"]["KeyRequest"];

export function useKeys() {
  const accountId = useAccountId();
  return useQuery({
    queryKey: [accountId, "keys"],
    queryFn: () => call(api.auth.GET("/api/auth/keys")),
    enabled: accountId !== "",
  });
}

/** Whatever account they are of: ask again for those in sight. */
const askAgain = () =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "keys" });

export function useMakeKey(onMade: (key: NewKey) => void) {
  return useMutation({
    mutationFn: (body: KeyRequest) =>
      withStepUp(() => call(api.auth.POST("/api/auth/keys", { body }))),
    onSuccess: (key) => {
      onMade(key);
      return askAgain();
    },
  });
}

export async function revoke(key: Key): Promise<void> {
  const params = { path: { key_id: key.key_id } };
  try {
    await call(api.auth.DELETE("/api/auth/keys/{key_id}", { params }));
  } finally {
    await askAgain();
  }
  toast.success(`${key.name} is worth nothing within ten seconds.`);
}

/** Why making one did not work, unless a field says it. */
export function makingProblem(error: unknown) {
  if (!error) return undefined;
  const problem = asProblem(error);
  return problem.errors.length > 0 || problem.code === "expiry_passed" ? undefined : problem;
}
