import { describe, expect, it } from "vitest";
import { ema, rsi, sma, type Value, vwap } from "./indicators";

const rounded = (values: readonly Value[], digits: number) =>
  values.map((value) => (value === undefined ? undefined : Number(value.toFixed(digits))));

// The worked examples of a well-known chart school's pages on moving averages and on the RSI.
const CLOSES = [
  22.2734, 22.194, 22.0847, 22.1741, 22.184, 22.1344, 22.2337, 22.4323, 22.2436, 22.2933, 22.1542,
  22.3926, 22.3816, 22.6109, 23.3558, 24.0519, 23.753, 23.8324, 23.9516, 23.6338,
];
const GAINS = [
  44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931,
  46.0328, 45.614, 46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439,
];

describe("moving averages", () => {
  it("are the published ones over ten days", () => {
    expect(rounded(sma(CLOSES, 10), 2).slice(9, 15)).toEqual([
      22.22, 22.21, 22.23, 22.26, 22.31, 22.42,
    ]);
    expect(rounded(ema(CLOSES, 10), 2).slice(9, 20)).toEqual([
      22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.8, 22.97, 23.13, 23.28, 23.34,
    ]);
  });

  it("are not known before there are enough bars", () => {
    expect(sma([1, 2, 3], 3)).toEqual([undefined, undefined, 2]);
    expect(ema([1, 2], 3)).toEqual([undefined, undefined]);
    expect(sma([], 5)).toEqual([]);
  });

  it("of one bar are the bar itself", () => {
    expect(sma([3, 4], 1)).toEqual([3, 4]);
    expect(ema([3, 4], 1)).toEqual([3, 4]);
  });
});

describe("the relative strength index", () => {
  it("is the published one over fourteen days", () => {
    const all = rsi(GAINS, 14);
    expect(all.slice(0, 14)).toEqual(Array(14).fill(undefined));
    const expected = [70.53, 66.32, 66.55, 69.41, 66.36, 57.97];
    for (const [at, value] of expected.entries()) {
      expect(all[14 + at]).toBeCloseTo(value, 1);
    }
  });

  it("stays within 0 and 100, and is 50 where nothing moved", () => {
    expect(rsi([1, 2, 3], 2)[2]).toBe(100);
    expect(rsi([3, 2, 1], 2)[2]).toBe(0);
    expect(rsi([5, 5, 5], 2)[2]).toBe(50);
  });
});

describe("the average price by volume", () => {
  it("counts every share once and begins anew each day", () => {
    const bars = [
      { day: "a", vwap: 10, volume: 100 },
      { day: "a", vwap: 13, volume: 200 },
      { day: "b", vwap: 20, volume: 10 },
    ];
    expect(vwap(bars)).toEqual([10, 12, 20]);
  });

  it("is not known where nothing was traded", () => {
    expect(vwap([{ day: "a", vwap: 10, volume: 0 }])).toEqual([undefined]);
  });
});
