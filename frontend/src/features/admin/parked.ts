/** Events that no handler could take, of all six services alike. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/risk";
import { withStepUp } from "@/state/step-up";
import { allOf } from "@/ui/paged-table";

type Schemas = components["schemas"];
export type Parked = Schemas["ParkedResponse"];
export type Details = Schemas["ParkedDetails"];
type Page = Schemas["ParkedPage"];

export const AREAS = ["auth", "market", "orders", "risk", "portfolio", "analytics"] as const;
export type Area = (typeof AREAS)[number];

const PAGE = 100;
const AGAIN_MS = 10_000;

function page(area: Area, cursor?: string): Promise<Page> {
  const options = { params: { query: { limit: PAGE, ...(cursor && { cursor }) } } };
  const asked = {
    auth: () => api.auth.GET("/api/auth/admin/parked", options),
    market: () => api.market.GET("/api/market/admin/parked", options),
    orders: () => api.orders.GET("/api/orders/admin/parked", options),
    risk: () => api.risk.GET("/api/risk/admin/parked", options),
    portfolio: () => api.portfolio.GET("/api/portfolio/admin/parked", options),
    analytics: () => api.analytics.GET("/api/analytics/admin/parked", options),
  };
  return call<Page>(asked[area]());
}

function one(area: Area, position: number): Promise<Details> {
  const options = { params: { path: { position } } };
  const asked = {
    auth: () => api.auth.GET("/api/auth/admin/parked/{position}", options),
    market: () => api.market.GET("/api/market/admin/parked/{position}", options),
    orders: () => api.orders.GET("/api/orders/admin/parked/{position}", options),
    risk: () => api.risk.GET("/api/risk/admin/parked/{position}", options),
    portfolio: () => api.portfolio.GET("/api/portfolio/admin/parked/{position}", options),
    analytics: () => api.analytics.GET("/api/analytics/admin/parked/{position}", options),
  };
  return call<Details>(asked[area]());
}

function drop(area: Area, position: number, note: string): Promise<unknown> {
  const options = { params: { path: { position }, query: { note } } };
  const asked = {
    auth: () => api.auth.DELETE("/api/auth/admin/parked/{position}", options),
    market: () => api.market.DELETE("/api/market/admin/parked/{position}", options),
    orders: () => api.orders.DELETE("/api/orders/admin/parked/{position}", options),
    risk: () => api.risk.DELETE("/api/risk/admin/parked/{position}", options),
    portfolio: () => api.portfolio.DELETE("/api/portfolio/admin/parked/{position}", options),
    analytics: () => api.analytics.DELETE("/api/analytics/admin/parked/{position}", options),
  };
  return call<unknown>(asked[area]());
}

function again(area: Area, position: number, note: string): Promise<{ events: number }> {
  const options = { params: { path: { position }, query: { note } } };
  const asked = {
    auth: () => api.auth.POST("/api/auth/admin/parked/{position}/redrive", options),
    market: () => api.market.POST("/api/market/admin/parked/{position}/redrive", options),
    orders: () => api.orders.POST("/api/orders/admin/parked/{position}/redrive", options),
    risk: () => api.risk.POST("/api/risk/admin/parked/{position}/redrive", options),
    portfolio: () => api.portfolio.POST("/api/portfolio/admin/parked/{position}/redrive", options),
    analytics: () => api.analytics.POST("/api/analytics/admin/parked/{position}/redrive", options),
  };
  return call<{ events: number }>(asked[area]());
}

export function useParked(area: Area) {
  return useInfiniteQuery({
    queryKey: ["admin", "parked", area],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => page(area, pageParam),
    getNextPageParam: ({ next_cursor }) => next_cursor,
    select: allOf(({ items }: Page) => items),
    refetchInterval: AGAIN_MS,
  });
}

export function useDetails(area: Area, position: number) {
  return useQuery({
    queryKey: ["admin", "parked", area, position],
    queryFn: () => one(area, position),
  });
}

/** Changes; each @throws Problem. */
export function useDeeds(area: Area) {
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: ["admin", "parked", area] });
  return {
    discard: async (position: number, note: string): Promise<void> => {
      await withStepUp(() => drop(area, position, note));
      await changed();
    },
    redrive: async (position: number, note: string): Promise<number> => {
      const { events } = await withStepUp(() => again(area, position, note));
      await changed();
      return events;
    },
  };
}
