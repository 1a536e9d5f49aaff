import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { onBars } from "./bars";
import { marketNow, setClock, useClock } from "./clock";
import { connection, NOT_CONNECTED } from "./connection";
import { dispatch } from "./dispatch";
import type { PublicFrame } from "./frames";
import { quotes, useIsStale, useQuote, useQuoteAge, useQuotes } from "./quotes";
import { print, tape } from "./tape";
import { plan, without } from "./topics";
import { Wishes, wishes } from "./wishes";

/** Files share what is outside of React. */
function forget(): void {
  quotes.clear();
  tape.clear();
}

beforeEach(() => {
  forget();
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  forget();
  connection.setState(NOT_CONNECTED);
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
});

const quote = (symbol: string, sequence: number, more: object = {}) =>
  ({
    type: "QUOTE",
    data: { symbol, sequence, time: "", bid: `${sequence}`, bid_size: "1", ask_size: "1", ...more },
  }) as PublicFrame;

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

describe("quotes", () => {
  test("one tick renders one row", () => {
    let rendered = 0;
    const row = renderHook(() => useQuote("IBM"));
    renderHook(() => {
      rendered += 1;
      return useQuote("AAPL");
    });
    const before = rendered;
    dispatch([quote("IBM", 1)]);
    pass(20);
    expect(row.result.current?.sequence).toBe(1);
    expect(rendered).toBe(before);
  });

  test("the newest wins by its number, and the same number may say that it is stale", () => {
    dispatch([quote("IBM", 5), quote("IBM", 4)]);
    expect(quotes.get("IBM")?.sequence).toBe(5);
    dispatch([quote("IBM", 5, { stale: true })]);
    expect(quotes.get("IBM")?.stale).toBe(true);
  });

  test("that are as live as before render nothing of who only asks for that", () => {
    connection.setState({ state: "live" });
    let rendered = 0;
    renderHook(() => {
      rendered += 1;
      return useIsStale("IBM");
    });
    const before = rendered;
    for (let sequence = 1; sequence < 5; sequence += 1) {
      dispatch([quote("IBM", sequence)]);
      pass(200);
    }
    expect(rendered).toBe(before);
  });

  test("grow old from when they came, whenever it is said that they are", () => {
    const { result } = renderHook(() => useQuoteAge("IBM"));
    expect(result.current).toBeUndefined();
    dispatch([quote("IBM", 5)]);
    pass(3_000);
    dispatch([quote("IBM", 5, { stale: true })]);
    pass(1_000);
    expect(result.current).toBe(4_000);
    dispatch([quote("IBM", 6)]);
    pass(1_000);
    expect(result.current).toBe(1_000);
  });

  test("several are one map, the same until one of them changes", () => {
    const { result, rerender } = renderHook(() => useQuotes(["IBM", "AAPL"]));
    dispatch([quote("IBM", 1)]);
    pass(20);
    const first = result.current;
    expect([...first.keys()]).toEqual(["IBM"]);
    rerender();
    expect(result.current).toBe(first);
    dispatch([quote("AAPL", 1)]);
    pass(20);
    expect([...result.current.keys()]).toEqual(["IBM", "AAPL"]);
  });

  test("are stale when the line is down, or when the source is silent", () => {
    const { result } = renderHook(() => useIsStale("IBM"));
    dispatch([quote("IBM", 1)]);
    expect(result.current).toBe(true);
    act(() => connection.setState({ state: "live" }));
    expect(result.current).toBe(false);
    dispatch([quote("IBM", 2, { stale: true })]);
    pass(200);
    expect(result.current).toBe(true);
  });
});

test("the tape has the newest first, and no print twice", () => {
  const trade = (sequence: number) => ({
    symbol: "IBM",
    sequence,
    time: "",
    price: "1",
    size: "1",
  });
  print("IBM", [trade(1), trade(2)]);
  print("IBM", [trade(2), trade(3)]);
  expect(tape.get("IBM")?.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
});

test("bars: each that closed, and of the growing one the last of a frame", () => {
  const heard: string[] = [];
  const leave = onBars("IBM", "1Min", ({ start, close }) => heard.push(`${start} ${close}`));
  const bar = (start: string, close: string) =>
    ({ type: "BAR", data: { symbol: "IBM", interval: "1Min", start, close } }) as PublicFrame;
  dispatch([bar("a", "1"), bar("a", "2"), bar("b", "3"), bar("b", "4")]);
  vi.advanceTimersByTime(20);
  expect(heard).toEqual(["a 2", "b 4"]);
  leave();
  dispatch([bar("b", "5")]);
  vi.advanceTimersByTime(20);
  expect(heard).toHaveLength(2);
});

describe("market time", () => {
  const clock = (state: "live" | "paused", speed: number) =>
    setClock({ time: "2026-11-23T14:30:00Z", state, speed, feed: "x", session_open: true });
  const open = Date.parse("2026-11-23T14:30:00Z");

  test("goes on between two frames, at its speed", () => {
    clock("live", 60);
    vi.advanceTimersByTime(500);
    expect(marketNow()).toBe(open + 30_000);
  });

  test("may run so fast that it is later each time it is looked at", () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      now += 10;
      return now;
    });
    clock("live", 1000);
    const { result } = renderHook(() => useClock());
    expect(result.current?.now).toBeGreaterThan(open);
    const first = result.current;
    pass(250);
    expect(result.current?.now).toBeGreaterThan(first?.now ?? 0);
  });

  test("stands still while it is paused", () => {
    clock("paused", 60);
    vi.advanceTimersByTime(500);
    expect(marketNow()).toBe(open);
  });
});

describe("wishes", () => {
  test("the first who wants it counts, and the last who leaves, after a while", () => {
    const told: string[][] = [];
    const own = new Wishes();
    own.onChange = (topics) => told.push(topics);
    const one = own.want("quotes:IBM");
    const two = own.want("quotes:IBM");
    vi.advanceTimersByTime(100);
    one();
    one();
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([["quotes:IBM"]]);
    two();
    own.want("quotes:IBM")(); // scrolled out, in and out again
    vi.advanceTimersByTime(1_500);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([["quotes:IBM"], []]);
  });

  test("a component wants what it shows, and no more when it has gone", () => {
    const { unmount } = renderHook(() => useQuote("MSFT"));
    expect(wishes.topics()).toContain("quotes:MSFT");
    unmount();
    vi.advanceTimersByTime(3_000);
    expect(wishes.topics()).not.toContain("quotes:MSFT");
  });
});

describe("what the server is asked", () => {
  test("by channel; a symbol may have a colon, an interval is part of the channel", () => {
    expect(plan(["clock", "quotes:X:BTC", "bars:IBM", "bars:5Min:IBM"])).toEqual(
      new Map([
        ["clock", new Set()],
        ["quotes", new Set(["X:BTC"])],
        ["bars", new Set(["IBM"])],
        ["bars:5Min", new Set(["IBM"])],
      ]),
    );
  });

  test("whoever wants more symbols than may be named gets all quotes", () => {
    const many = Array.from({ length: 600 }, (_, index) => `quotes:S${index}`);
    expect(plan([...many, "depth:IBM"])).toEqual(
      new Map([
        ["quotes", new Set(["*"])],
        ["depth", new Set(["IBM"])],
      ]),
    );
  });

  test("a channel without symbols is new or gone as a whole", () => {
    expect(without(plan(["clock"]), plan(["clock"]))).toEqual(new Map());
    expect(without(plan(["clock"]), plan([]))).toEqual(new Map([["clock", new Set()]]));
  });
});
