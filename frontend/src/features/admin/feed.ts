import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components, operations } from "@/api/generated/market";
import { withStepUp } from "@/state/step-up";

type Schemas = components["schemas"];
export type Feed = Schemas["AdminFeedResponse"];
export type Provider = Schemas["ProviderResponse"];
export type Clock = Schemas["ClockResponse"];
export type ClockWish = operations["steerClock"]["requestBody"]["content"]["application/json"];

const AGAIN_MS = 2000;
const PROVIDERS_MS = 10_000;

export function useFeed() {
  return useQuery({
    queryKey: ["admin", "feed"],
    queryFn: () => call(api.market.GET("/api/market/admin/feed")),
    refetchInterval: AGAIN_MS,
  });
}

export function useProviders() {
  return useQuery({
    queryKey: ["providers"],
    queryFn: () => call(api.market.GET("/api/market/providers")),
    refetchInterval: PROVIDERS_MS,
  });
}

/** Have market time do something else. @throws Problem */
export function useSteering(): (wish: ClockWish) => Promise<Clock> {
  const client = useQueryClient();
  return async (body) => {
    const clock = await withStepUp(() => call(api.market.POST("/api/market/clock", { body })));
    client.setQueryData(["admin", "feed"], (feed: Feed | undefined) => feed && { ...feed, clock });
    client.setQueryData(["clock"], clock);
    return clock;
  };
}
