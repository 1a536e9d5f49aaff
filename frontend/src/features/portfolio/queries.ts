/** What the portfolio service and its neighbours say of the account. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/portfolio";
import { marketNow } from "@/live/clock";
import { useAccountId } from "@/state/accounts";
import { allOf } from "@/ui/paged-table";
import type { Interval, Point } from "./curve";

type Schemas = components["schemas"];
export type Portfolio = Schemas["PortfolioResponse"];
export type Lot = Schemas["LotResponse"];
export type Closing = Schemas["ClosingResponse"];
export type Statement = Schemas["StatementResponse"];

const PAGE = 200;
const FRESH_MS = 15_000;
const cursorOf = ({ next_cursor }: { next_cursor: string | null }) => next_cursor;

export function usePortfolio() {
  return useQuery({
    queryKey: [useAccountId(), "portfolio"],
    queryFn: () => call(api.portfolio.GET("/api/portfolio")),
    // The stream tells of fills, and nobody of prices: what is held is worth something new.
    refetchInterval: FRESH_MS,
  });
}

export function useRiskAccount() {
  return useQuery({
    queryKey: [useAccountId(), "risk"],
    queryFn: () => call(api.risk.GET("/api/risk/account")),
    refetchInterval: FRESH_MS,
  });
}

/** The newest market day, for what changed since the day before. */
export function useLastDay() {
  return useQuery({
    queryKey: [useAccountId(), "analytics", "curve", 1],
    queryFn: () =>
      call(api.analytics.GET("/api/analytics/curve", { params: { query: { limit: 1 } } })),
    select: (days) => days.at(-1) ?? null,
    refetchInterval: FRESH_MS,
  });
}

export function useLots() {
  return useInfiniteQuery({
    queryKey: [useAccountId(), "portfolio", "lots"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      call(
        api.portfolio.GET("/api/portfolio/lots", {
          params: { query: { limit: PAGE, ...(cursor && { cursor }) } },
        }),
      ),
    getNextPageParam: cursorOf,
    select: allOf((page: Schemas["LotPage"]) => page.items),
  });
}

export function useClosings() {
  return useInfiniteQuery({
    queryKey: [useAccountId(), "portfolio", "closings"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      call(
        api.portfolio.GET("/api/portfolio/closings", {
          params: { query: { limit: PAGE, ...(cursor && { cursor }) } },
        }),
      ),
    getNextPageParam: cursorOf,
    select: allOf((page: Schemas["ClosingPage"]) => page.items),
  });
}

export function useBalance() {
  return useQuery({
    queryKey: [useAccountId(), "ledger", "balance"],
    queryFn: () => call(api.portfolio.GET("/api/portfolio/ledger/balance")),
  });
}

/** Of the last stretch of market time of each interval: enough to draw, and quick to work out. */
const REACH_MS: Record<Interval, number> = {
  "1Min": 8 * 3_600_000,
  "1Hour": 30 * 86_400_000,
  "1Day": 3650 * 86_400_000,
};
const MOST_PAGES = 20;

const AGAIN_MS: Record<Interval, number> = { "1Min": 15_000, "1Hour": 60_000, "1Day": 60_000 };

/** All points of that stretch. */
export function useCurve(interval: Interval) {
  return useQuery({
    queryKey: [useAccountId(), "portfolio", "curve", interval],
    queryFn: async () => curveOf(interval, new Date((await now()) - REACH_MS[interval])),
    refetchInterval: AGAIN_MS[interval],
  });
}

/** Market time: as it is heard, or, where nothing is heard, as it is asked for. */
async function now(): Promise<number> {
  return marketNow() ?? Date.parse((await call(api.market.GET("/api/market/clock"))).time);
}

async function curveOf(interval: Interval, from: Date): Promise<Point[]> {
  const points: Point[] = [];
  let since: string | null = from.toISOString();
  for (let page = 0; since && page < MOST_PAGES; page += 1) {
    const query: { interval: Interval; since: string } = { interval, since };
    const answer: Schemas["CurveResponse"] = await call(
      api.portfolio.GET("/api/portfolio/curve", { params: { query } }),
    );
    points.push(...answer.points);
    since = answer.next_since;
  }
  return points;
}

export type Period = { readonly day: string } | { readonly month: string };

export function useStatement(period: Period | undefined) {
  return useQuery({
    queryKey: [useAccountId(), "ledger", "statement", period],
    queryFn: () =>
      call(api.portfolio.GET("/api/portfolio/statement", { params: { query: period ?? {} } })),
    enabled: period !== undefined,
  });
}

/** The file that the server writes of what a question is about. */
export async function csvOf(
  path: "/api/portfolio/statement.csv" | "/api/portfolio/closings.csv",
  period?: Period,
): Promise<string> {
  const answer = api.portfolio.GET(path, { params: { query: period ?? {} }, parseAs: "text" });
  return (
    (await call(answer as Promise<{ data?: string; error?: unknown; response: Response }>)) ?? ""
  );
}
