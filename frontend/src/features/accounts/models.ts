import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { useAccountId } from "@/state/accounts";

/** What there is to choose from; a name never changes what it means. */
export function useModels() {
  return useQuery({
    queryKey: ["order-models"],
    queryFn: () => call(api.orders.GET("/api/orders/models")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What the account of the session has chosen. */
export function useOrderSettings() {
  const accountId = useAccountId();
  return useQuery({
    queryKey: [accountId, "order-settings"],
    queryFn: () => call(api.orders.GET("/api/orders/settings")),
    enabled: accountId !== "",
  });
}
