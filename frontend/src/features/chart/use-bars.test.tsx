import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { heardClock } from "@/live/clock";
import { dispatch } from "@/live/dispatch";
import type { PublicFrame } from "@/live/frames";
import { useBars } from "./use-bars";

const of = (minute: string, close: string) => ({
  start: `2026-11-20T${minute}:00Z`,
  ...{ open: "10", high: "12", low: "9", close, volume: "5", vwap: close },
  trades: 3,
  closed: true,
});
const live = (minute: string, close: string) =>
  ({ type: "BAR", data: { symbol: "IBM", interval: "1Min", ...of(minute, close) } }) as PublicFrame;
const clock = (minute: string) =>
  ({
    type: "MARKET_CLOCK",
    data: { time: `2026-11-20T${minute}:00Z`, state: "replay", speed: 1, feed: "x" },
  }) as PublicFrame;

const closes = (bars: readonly { close: string }[]) => bars.map(({ close }) => close);
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
);

describe("the bars of a symbol", () => {
  let items: object[];

  beforeEach(() => {
    queries.clear();
    heardClock.setState({ clock: undefined, at: 0 });
    vi.stubGlobal("fetch", async () => Response.json({ items, next_cursor: null }));
  });
  afterEach(() => vi.unstubAllGlobals());

  const shown = async () => {
    const { result } = renderHook(() => useBars("IBM", "1Min", "none" as never), { wrapper });
    await waitFor(() => expect(result.current.query.isSuccess).toBe(true));
    return result;
  };

  it("are what comes, where there is no past", async () => {
    items = [];
    const result = await shown();
    expect(result.current.bars).toEqual([]);
    act(() => void dispatch([live("14:30", "11")]));
    await waitFor(() => expect(closes(result.current.bars)).toEqual(["11"]));
  });

  it("have nothing of the future after market time went back", async () => {
    items = [of("14:30", "10")];
    dispatch([clock("14:30")]);
    const result = await shown();
    act(() => void dispatch([live("14:31", "11")]));
    await waitFor(() => expect(closes(result.current.bars)).toEqual(["10", "11"]));
    items = [of("14:00", "9.5")];
    act(() => void dispatch([clock("14:00")]));
    await waitFor(() => expect(closes(result.current.bars)).toEqual(["9.5"]));
  });
});
