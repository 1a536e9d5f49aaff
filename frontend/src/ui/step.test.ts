import { describe, expect, it } from "vitest";
import { measured, onGrid } from "./step";

describe("a value on a grid", () => {
  it("is rounded the way that is asked for", () => {
    expect(onGrid("228.27", "0.05", "down")).toBe("228.25");
    expect(onGrid("228.27", "0.05", "up")).toBe("228.30");
    expect(onGrid("228.27", "0.05")).toBe("228.25");
    expect(onGrid("228.28", "0.05")).toBe("228.30");
  });

  it("stays where it is on the grid", () => {
    for (const way of ["down", "up", "nearest"] as const)
      expect(onGrid("1.08479", "0.00001", way)).toBe("1.08479");
    expect(onGrid("300", "100", "down")).toBe("300");
  });

  it("holds below zero: down is away from zero", () => {
    expect(onGrid("-0.07", "0.05", "down")).toBe("-0.10");
    expect(onGrid("-0.07", "0.05", "up")).toBe("-0.05");
  });

  it("is not misled by what floats cannot hold", () => {
    expect(measured(0.1 + 0.2, "0.01")).toBe("0.30");
    expect(measured(228.26999999, "0.01")).toBe("228.27");
    expect(measured(Number.NaN, "0.01")).toBeUndefined();
  });
});
