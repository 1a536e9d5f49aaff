import { describe, expect, it } from "vitest";
import {
  abs,
  add,
  compare,
  divide,
  isDecimal,
  isZero,
  multiply,
  negate,
  places,
  scale,
  sign,
  subtract,
} from "./decimal";

describe("decimals", () => {
  it("are added exactly, where floats are not", () => {
    expect(add("0.1", "0.2")).toBe("0.3");
    expect(subtract("0.3", "0.1")).toBe("0.2");
    expect(add("9007199254740993", "0.000000001")).toBe("9007199254740993.000000001");
  });

  it("are multiplied exactly", () => {
    expect(multiply("1.1", "1.1")).toBe("1.21");
    expect(multiply("-0.05", "3")).toBe("-0.15");
  });

  it.each([
    ["1.10", "1.1", 0],
    ["-1", "1", -1],
    ["10", "9.99", 1],
    ["-0", "0", 0],
    ["0.00000000000000000001", "0", 1],
  ])("compares %s with %s: %i", (a, b, expected) => {
    expect(compare(a, b)).toBe(expected);
  });

  it("rounds halves away from zero", () => {
    expect(scale("1.005", 2)).toBe("1.01");
    expect(scale("-1.005", 2)).toBe("-1.01");
    expect(scale("1.0049", 2)).toBe("1.00");
    expect(scale("7", 2)).toBe("7.00");
    expect(scale("-0.004", 2)).toBe("0.00");
  });

  it("reads exponents and signs", () => {
    expect(add("1e-8", "0")).toBe("0.00000001");
    expect(add("1.5E3", "0")).toBe("1500");
    expect(add("+2", "0")).toBe("2");
    expect(places("0.0100")).toBe(2);
    expect(places("5")).toBe(0);
  });

  it("knows signs", () => {
    expect([sign("-0.01"), sign("0.00"), sign("3")]).toEqual([-1, 0, 1]);
    expect(isZero("-0.000")).toBe(true);
    expect(abs("-1.20")).toBe("1.20");
    expect(negate("1.20")).toBe("-1.20");
  });

  it("divides to so many digits", () => {
    expect(divide("1", "3", 4)).toBe("0.3333");
    expect(divide("2", "3", 4)).toBe("0.6667");
    expect(() => divide("1", "0.0", 2)).toThrow(RangeError);
  });

  it.each(["", ".", "-", "1,000", "abc", "1.2.3", "NaN", "e5", "0x10"])("refuses %j", (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => add(text, "1")).toThrow(RangeError);
  });
});
