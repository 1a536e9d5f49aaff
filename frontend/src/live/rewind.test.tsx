import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { onBars } from "./bars";
import { heardClock } from "./clock";
import { dispatch } from "./dispatch";
import type { PublicFrame } from "./frames";
import { quotes } from "./quotes";
import { useRewinds } from "./rewind";
import { tape } from "./tape";

const clock = (time: string) =>
  ({
    type: "MARKET_CLOCK",
    data: { time: `2026-11-20T${time}Z`, state: "replay", speed: 1, feed: "x", session_open: true },
  }) as PublicFrame;
const trade = (sequence: number) =>
  ({
    type: "TRADE",
    data: { symbol: "IBM", sequence, time: "", price: "1", size: "1" },
  }) as PublicFrame;
const quote = (sequence: number) =>
  ({ type: "QUOTE", data: { symbol: "IBM", sequence, time: "" } }) as PublicFrame;
const bar = (start: string) =>
  ({ type: "BAR", data: { symbol: "IBM", interval: "1Min", start } }) as PublicFrame;

const sequences = () => tape.get("IBM")?.map(({ sequence }) => sequence);

describe("market time that goes back", () => {
  beforeEach(() => {
    heardClock.setState({ clock: undefined, at: 0 });
    queries.clear();
    tape.clear();
    quotes.clear();
    dispatch([clock("15:00:00"), quote(90), trade(90)]);
  });

  it("leaves nothing of the future: tape, quotes and bars begin anew", async () => {
    const read = vi.fn(async () => ["bars"]);
    await queries.fetchQuery({ queryKey: ["bars", "IBM", "1Min"], queryFn: read });
    const { result } = renderHook(() => useRewinds());
    const before = result.current;
    act(() => void dispatch([trade(91), clock("10:00:00"), trade(5), quote(5)]));
    expect(result.current).toBe(before + 1);
    expect(sequences()).toEqual([5]);
    expect(quotes.get("IBM")?.sequence).toBe(5);
    expect(queries.getQueryData(["bars", "IBM", "1Min"])).toBeUndefined();
  });

  it("tells no bar that came before", async () => {
    const told: string[] = [];
    const leave = onBars("IBM", "1Min", ({ start }) => told.push(start));
    dispatch([bar("14:59"), clock("10:00:00"), bar("10:00")]);
    await vi.waitFor(() => expect(told).toEqual(["10:00"]));
    leave();
  });

  it("is not what two gateways differ by, nor what goes on", () => {
    dispatch([clock("14:59:59.500"), clock("15:00:01")]);
    expect(sequences()).toEqual([90]);
  });
});
