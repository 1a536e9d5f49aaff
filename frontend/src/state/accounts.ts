/** The caller's accounts, and the one that this browser works with. */
import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/portfolio";
import { useSession } from "@/api/session";

export type Account = components["schemas"]["AccountResponse"];

/** The account of the session; empty while nobody is signed in. */
export function useAccountId(): string {
  return useSession((state) => state.session?.account_id ?? "");
}

async function allAccounts(): Promise<Account[]> {
  const accounts: Account[] = [];
  let cursor: string | null = null;
  do {
    const query: { cursor?: string } = cursor ? { cursor } : {};
    const page: components["schemas"]["AccountList"] = await call(
      api.portfolio.GET("/api/portfolio/accounts", { params: { query } }),
    );
    accounts.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return accounts;
}

/** All accounts, oldest first, closed ones too. */
export function useAccounts() {
  const userId = useSession((state) => state.session?.user.user_id);
  return useQuery({
    queryKey: ["accounts", userId],
    queryFn: allAccounts,
    enabled: userId !== undefined,
  });
}

/** The account that is worked with, when it is known. */
export function useAccount(): Account | undefined {
  const accountId = useAccountId();
  return useAccounts().data?.find((one) => one.account_id === accountId);
}
