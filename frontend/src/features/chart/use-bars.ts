/** The bars of a symbol: pages of the past, and what has grown since. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/market";
import { useBar } from "@/live/bars";
import { useRewinds } from "@/live/rewind";
import { type Bar, barOf, merge, upsert } from "./bars";
import type { Interval } from "./intervals";
import type { ChartSettings } from "./settings";

const PAGE = 500;
/** Bars that came live and are kept until the past is asked for again. */
const MOST_LIVE = 2000;

type Page = components["schemas"]["HistoryPage"];
type Adjusted = ChartSettings["adjusted"];

async function page(symbol: string, interval: Interval, adjusted: Adjusted, cursor: string) {
  const query = { interval, adjusted, limit: PAGE, ...(cursor && { cursor }) };
  const answer = await call(
    api.market.GET("/api/market/ohlcv/{symbol}", { params: { path: { symbol }, query } }),
  );
  return answer as Page;
}

export function useBars(symbol: string, interval: Interval, adjusted: Adjusted) {
  const query = useInfiniteQuery({
    queryKey: ["bars", symbol, interval, adjusted],
    queryFn: ({ pageParam }) => page(symbol, interval, adjusted, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    enabled: symbol !== "",
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const past = useMemo(
    () => merge(...(data?.pages ?? []).map((one) => one.items.map((item) => barOf(item)))),
    [data],
  );
  const live = useLive(symbol, interval);
  // Until the past is known, what has come live would stand there as if it were all. A symbol may
  // have none: then what comes is all.
  const bars = useMemo(
    () => (data ? live.reduce<readonly Bar[]>(upsert, past) : past),
    [data, past, live],
  );
  const loadOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { query, bars, loadOlder };
}

interface Live {
  readonly of: string;
  readonly bars: readonly Bar[];
}

const NONE: readonly Bar[] = [];

function useLive(symbol: string, interval: Interval): readonly Bar[] {
  const of = `${symbol} ${interval} ${useRewinds()}`;
  const [live, setLive] = useState<Live>({ of, bars: NONE });
  useBar(symbol || undefined, interval, (told) =>
    setLive((known) => ({
      of,
      bars: upsert(known.of === of ? known.bars : NONE, barOf(told)).slice(-MOST_LIVE),
    })),
  );
  return live.of === of ? live.bars : NONE;
}
