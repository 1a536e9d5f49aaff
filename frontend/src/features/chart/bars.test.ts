import { describe, expect, it } from "vitest";
import { type Bar, barAt, barOf, gaps, hasGrown, merge, upsert } from "./bars";

const START = Date.parse("2026-11-20T14:30:00Z");

function bar(minute: number, close = "10", trades = 1, closed = true): Bar {
  const start = new Date(START + minute * 60_000).toISOString();
  const prices = { open: "10", high: "11", low: "9", close, volume: "100" };
  return barOf({ start, ...prices, trades, vwap: close, closed });
}

const minutes = (bars: readonly Bar[]) => bars.map((one) => (one.at * 1000 - START) / 60_000);

describe("bars of several answers", () => {
  it("are put together in the order of time, each once", () => {
    expect(minutes(merge([bar(2), bar(3)], [bar(0), bar(1), bar(2)]))).toEqual([0, 1, 2, 3]);
  });

  it("are replaced by what has grown, never by what was overtaken", () => {
    const grown = bar(1, "12", 5, false);
    const older = bar(1, "10.5", 3, false);
    expect(merge([older], [grown])[0]?.close).toBe("12");
    expect(merge([grown], [older])[0]?.close).toBe("12");
    expect(merge([grown], [bar(1, "12", 5, true)])[0]?.closed).toBe(true);
  });

  it("keep the server's words beside the numbers", () => {
    const one = bar(0, "10.10");
    expect(one.close).toBe("10.10");
    expect(one.drawn.close).toBe(10.1);
  });
});

describe("a bar that comes live", () => {
  const past = [bar(0), bar(1, "10", 2, false)];

  it("takes the place of what it has grown from, or comes last", () => {
    expect(upsert(past, bar(1, "10.5", 3, false)).map((one) => one.close)).toEqual(["10", "10.5"]);
    expect(minutes(upsert(past, bar(2)))).toEqual([0, 1, 2]);
    expect(upsert(past, bar(1, "9", 1, false))[1]).toBe(past[1]);
    expect(minutes(upsert(past, bar(0.5)))).toEqual([0, 0.5, 1]);
  });

  it("is told from bars of another time, which have to be drawn anew", () => {
    expect(hasGrown(past, upsert(past, bar(1, "10.5", 3, false)))).toBe(true);
    expect(hasGrown(past, upsert(past, bar(2)))).toBe(true);
    expect(hasGrown(past, merge([bar(-1)], past))).toBe(false);
    expect(hasGrown(past, upsert(past, bar(0.5)))).toBe(false);
    expect(hasGrown([], past)).toBe(false);
    expect(hasGrown(past, [bar(7), bar(8)])).toBe(false);
  });
});

describe("gaps", () => {
  it("are as many as bars are missing, and a night is four", () => {
    const [first] = [bar(0)];
    const at = first?.at ?? 0;
    expect(gaps([bar(0), bar(3)], "1Min")).toEqual([at + 60, at + 120]);
    expect(gaps([bar(0), bar(900)], "1Min")).toHaveLength(4);
    expect(gaps([bar(0), bar(1)], "1Min")).toEqual([]);
  });

  it("are not made between days: weekends are not news", () => {
    expect(gaps([bar(0), bar(3 * 1440)], "1Day")).toEqual([]);
  });

  it("never fall on a bar", () => {
    const bars = [bar(0), bar(4.5)]; // a bar that does not start at a round time
    const taken = new Set(bars.map((one) => one.at));
    expect(gaps(bars, "1Min").filter((at) => taken.has(at))).toEqual([]);
    expect(gaps(bars, "1Min").every((at) => at < (bars[1]?.at ?? 0))).toBe(true);
  });
});

describe("the bar of a moment", () => {
  const bars = [bar(0), bar(1), bar(5)];
  it("is the newest that had begun", () => {
    const at = (minute: number) => START / 1000 + minute * 60;
    expect(barAt(bars, at(-1))).toBeUndefined();
    expect(barAt(bars, at(0))).toBe(bars[0]);
    expect(barAt(bars, at(3))).toBe(bars[1]);
    expect(barAt(bars, at(99))).toBe(bars[2]);
    expect(barAt([], at(0))).toBeUndefined();
  });
});
