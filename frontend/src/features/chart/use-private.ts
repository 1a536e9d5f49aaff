/** What the account has in the symbol: its position and its fills, by the server's figures. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/portfolio";
import { useAccountId } from "@/state/accounts";
import { isZero } from "@/ui/decimal";
import type { Bar } from "./bars";
import type { Trade } from "./fill-markers";

type Position = components["schemas"]["PositionResponse"];

/** Profit and loss follow the market: the server is asked again while something is held. */
const PROFIT_MS = 2_000;
const PAGE = 200;
const MOST_FILLS = 1000;
const NONE: readonly Trade[] = [];

export function usePosition(symbol: string): Position | undefined {
  const accountId = useAccountId();
  const held = (positions: readonly Position[] | undefined) =>
    positions?.find((one) => one.symbol === symbol && !isZero(one.quantity));
  const { data } = useQuery({
    queryKey: [accountId, "positions"],
    queryFn: () => call(api.portfolio.GET("/api/portfolio/positions")),
    enabled: accountId !== "",
    refetchInterval: ({ state }) => (held(state.data) ? PROFIT_MS : false),
  });
  return held(data);
}

async function fillsSince(symbol: string, since: string): Promise<Trade[]> {
  const fills: Trade[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string | number> = { symbol, since, limit: PAGE };
    if (cursor) query.cursor = cursor;
    const page: { items: Trade[]; next_cursor: string | null } = await call(
      api.portfolio.GET("/api/portfolio/trades", { params: { query } }),
    );
    fills.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && fills.length < MOST_FILLS);
  return fills;
}

/** Fills since the oldest bar that is shown, the newest thousand. */
export function useFills(symbol: string, bars: readonly Bar[]): readonly Trade[] {
  const accountId = useAccountId();
  const since = bars[0]?.start ?? "";
  const { data } = useQuery({
    queryKey: [accountId, "fills", { symbol, since }],
    queryFn: () => fillsSince(symbol, since),
    enabled: accountId !== "" && since !== "",
    placeholderData: keepPreviousData,
  });
  return data?.every((one) => one.symbol === symbol) ? data : NONE;
}
