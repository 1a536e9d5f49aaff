import { describe, expect, it } from "vitest";
import { DOLLARS, labelOf, labelsOf, PER_CENT } from "./time-axis";

describe("the labels of an axis", () => {
  it("are round where there is room for it", () => {
    expect(labelsOf([99_500, 100_000, 100_500], DOLLARS)).toEqual([
      "$99,500",
      "$100,000",
      "$100,500",
    ]);
  });

  it("have digits enough to differ", () => {
    const narrow = [100_000, 100_000.25, 100_000.5, 100_000.75];
    expect(labelsOf(narrow, DOLLARS)).toEqual([
      "$100,000.00",
      "$100,000.25",
      "$100,000.50",
      "$100,000.75",
    ]);
    expect(labelsOf([100_000, 100_000.5], DOLLARS)[1]).toBe("$100,000.50");
    const steps = [0, 1, 2].map((step) => -0.001 - step * 0.000025);
    expect(labelsOf(steps, PER_CENT)).toEqual(["−0.1000 %", "−0.1025 %", "−0.1050 %"]);
  });

  it("are not misled by what floats leave over", () => {
    expect(labelsOf([0.1 + 0.2, 0.4, 0.5], PER_CENT)).toEqual(["30.00 %", "40.00 %", "50.00 %"]);
    expect(labelsOf([1000.1 + 0.2, 1001.3], DOLLARS)).toEqual(["$1,000", "$1,001"]);
  });

  it("are said though there is only one, or none", () => {
    expect(labelsOf([100_000], DOLLARS)).toEqual(["$100,000"]);
    expect(labelsOf([], DOLLARS)).toEqual([]);
  });

  it("say less than nothing before the sign, and nothing without one", () => {
    expect(labelsOf([-500, 0], DOLLARS)).toEqual(["−$500", "$0"]);
    expect(labelOf(-0.00001, PER_CENT)).toBe("0.00 %");
    expect(labelOf(100_000.126, DOLLARS)).toBe("$100,000.13");
  });
});
