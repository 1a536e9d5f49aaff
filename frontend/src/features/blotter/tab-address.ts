/** The tab is in the address, so that a link leads to it. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export const TABS = ["positions", "orders", "fills", "history", "ledger", "rejections"] as const;
export type TabName = (typeof TABS)[number];

export function useTab(): [TabName, (tab: string) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const tab = TABS.find((one) => one === search.tab) ?? "positions";
  const show = useCallback(
    (next: string) => {
      const change = (before: object) => ({ ...before, tab: next });
      void navigate({ to: ".", search: change as never, replace: true });
    },
    [navigate],
  );
  return [tab, show];
}
