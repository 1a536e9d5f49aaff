import { describe, expect, it } from "vitest";
import { barOf } from "./bars";
import { settingsOf } from "./settings";
import { barText, type Shown, summaryOf } from "./summary";

const SHOWN: Shown = { symbol: "IBM", interval: "5Min", zone: "UTC", tick: "0.01" };

function bar(
  minute: number,
  open: string,
  high: string,
  low: string,
  close: string,
  closed = true,
) {
  const start = new Date(Date.parse("2026-11-20T14:00:00Z") + minute * 300_000).toISOString();
  return barOf({ start, open, high, low, close, volume: "1200", trades: 3, vwap: open, closed });
}

describe("the chart in words", () => {
  it("tells the move, the high and the low of the last bars", () => {
    const bars = [
      bar(0, "100", "101", "99", "100.5"),
      bar(1, "100.5", "103.25", "100", "102"),
      bar(2, "102", "102", "98.5", "101.2"),
    ];
    const text = summaryOf(bars, SHOWN);
    expect(text).toContain("IBM 5m, last 3 bars: up 1.20\u00a0%, from 100.00 to 101.20.");
    expect(text).toMatch(/High 103\.25 at .*14:05, low 98\.50 at .*14:10\./);
  });

  it("looks at the last twenty only", () => {
    const bars = Array.from({ length: 25 }, (_, at) => bar(at, "10", "10", "10", "10"));
    const early = bar(0, "500", "500", "500", "500");
    expect(summaryOf([early, ...bars.slice(1)], SHOWN)).toContain("last 20 bars: unchanged");
  });

  it("says a fall without a second sign, and that nothing is there", () => {
    expect(summaryOf([bar(0, "100", "100", "90", "90")], SHOWN)).toContain(
      "last bar: down 10.00\u00a0%",
    );
    expect(summaryOf([], SHOWN)).toBe("IBM 5m: no bars yet.");
  });

  it("reads one bar out", () => {
    const text = barText(bar(0, "100", "101", "99", "100.5", false), SHOWN);
    expect(text).toMatch(/14:00: open 100\.00, high 101\.00, low 99\.00, close 100\.50, up/);
    expect(text).toContain("volume 1,200, still growing");
  });
});

describe("settings of the chart", () => {
  it("are the usual ones where nothing, or nonsense, was stored", () => {
    const stored = { interval: "7Min", scale: "cubic", indicators: "many" };
    expect(settingsOf(stored as never)).toEqual(settingsOf(undefined));
  });

  it("keep each indicator once, and none with an impossible period", () => {
    const indicators = [
      { kind: "sma", period: 20 },
      { kind: "sma", period: 20 },
      { kind: "sma", period: 0 },
      { kind: "rsi", period: 2.5 },
      { kind: "macd", period: 9 },
      { kind: "rsi", period: 14 },
    ];
    expect(settingsOf({ indicators } as never).indicators).toEqual([
      { kind: "sma", period: 20 },
      { kind: "rsi", period: 14 },
    ]);
  });
});
