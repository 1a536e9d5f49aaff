/** The alerts of the account about prices. The server keeps them, and watches. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/risk";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/query";
import { useAccountId } from "@/state/accounts";
import { toast } from "@/ui/toast";
import { describe } from "./rules";

type Schemas = components["schemas"];
export type Alert = Schemas["AlertResponse"];
export type Wish = Schemas["AlertBody"] & { readonly alert_id: string };

export function useAlerts() {
  const accountId = useAccountId();
  return useQuery({
    queryKey: [accountId, "alerts"],
    queryFn: async () => (await call(api.risk.GET("/api/risk/alerts"))).items,
    enabled: accountId !== "",
  });
}

/** Set an alert, or set it anew: from the price of now. */
export function useSetAlert() {
  return useMutation({
    mutationFn: ({ alert_id, ...body }: Wish) =>
      call(api.risk.PUT("/api/risk/alerts/{alert_id}", { params: { path: { alert_id } }, body })),
    onSuccess: (alert) => toast.success(`Alert set: ${describe(alert)}`),
    onError: (error) => toast.failure(asProblem(error)),
    onSettled: refresh,
  });
}

export function useRemoveAlert() {
  return useMutation({
    mutationFn: (alert_id: string) =>
      call(api.risk.DELETE("/api/risk/alerts/{alert_id}", { params: { path: { alert_id } } })),
    onError: (error) => toast.failure(asProblem(error)),
    onSettled: refresh,
  });
}

const refresh = () =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "alerts" });
