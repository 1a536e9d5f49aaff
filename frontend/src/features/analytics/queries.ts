/** What the analytics service says of an epoch of the account. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/analytics";
import { useAccountId } from "@/state/accounts";
import { allOf } from "@/ui/paged-table";

type Schemas = components["schemas"];
export type Day = Schemas["DayResponse"];
export type Report = Schemas["ReportResponse"];
export type Performance = Schemas["PerformanceResponse"];
export type Trip = Schemas["TripResponse"];
export type OpenTrip = Schemas["OpenTripResponse"];

/** `undefined` is the epoch that the account is in. */
export type Epoch = number | undefined;
const of = (epoch: Epoch) => (epoch ? { epoch } : {});

const AGAIN_MS = 30_000;
const PAGE = 100;

export function useDays(epoch: Epoch) {
  return useQuery({
    queryKey: [useAccountId(), "analytics", "curve", "all", epoch],
    queryFn: () =>
      call(api.analytics.GET("/api/analytics/curve", { params: { query: of(epoch) } })),
    refetchInterval: AGAIN_MS,
  });
}

export function useReport(epoch: Epoch) {
  return useQuery({
    queryKey: [useAccountId(), "analytics", "performance", epoch],
    queryFn: () =>
      call(api.analytics.GET("/api/analytics/performance", { params: { query: of(epoch) } })),
    refetchInterval: AGAIN_MS,
  });
}

export function useOrders(epoch: Epoch) {
  return useQuery({
    queryKey: [useAccountId(), "analytics", "orders", epoch],
    queryFn: () =>
      call(api.analytics.GET("/api/analytics/orders", { params: { query: of(epoch) } })),
  });
}

function tripPage(epoch: Epoch, cursor?: string | null): Promise<Schemas["TripPage"]> {
  const query = { limit: PAGE, ...of(epoch), ...(cursor && { cursor }) };
  return call(api.analytics.GET("/api/analytics/trips", { params: { query } }));
}

export function useTrips(epoch: Epoch) {
  return useInfiniteQuery({
    queryKey: [useAccountId(), "analytics", "trips", epoch],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => tripPage(epoch, pageParam),
    getNextPageParam: ({ next_cursor }) => next_cursor,
    select: allOf((page: Schemas["TripPage"]) => page.trips),
  });
}

export function useOpenTrips(epoch: Epoch) {
  return useQuery({
    queryKey: [useAccountId(), "analytics", "trips", "open", epoch],
    queryFn: () =>
      call(api.analytics.GET("/api/analytics/trips/open", { params: { query: of(epoch) } })),
  });
}

/** All of them, for a file. @throws Problem */
export async function allTrips(epoch: Epoch): Promise<Trip[]> {
  const trips: Trip[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await tripPage(epoch, cursor);
    trips.push(...page.trips);
    cursor = page.next_cursor;
  } while (cursor);
  return trips;
}
