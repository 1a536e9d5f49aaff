import { describe, expect, it } from "vitest";
import { mistake, describe as wording } from "./rules";

describe("what is typed", () => {
  it("must be a number above zero, and not the price of now", () => {
    expect(mistake("crosses", "110", "100")).toBeUndefined();
    expect(mistake("crosses", "abc", "100")).toMatch(/number/);
    expect(mistake("moves", "-1", "100")).toMatch(/above zero/);
    expect(mistake("crosses", "100.0", "100")).toMatch(/already/);
    expect(mistake("moves", "100", "100")).toBeUndefined();
    expect(mistake("crosses", "100", undefined)).toMatch(/No price/);
  });
});

describe("an alert", () => {
  it("says what it waits for", () => {
    expect(wording({ symbol: "AAPL", kind: "crosses", level: "110" })).toBe("AAPL crosses 110");
    expect(wording({ symbol: "AAPL", kind: "moves", level: "2.5" })).toBe("AAPL moves by 2.5 %");
  });
});
