import { describe, expect, it } from "vitest";
import { inUtc, stepSeconds } from "./moments";

describe("what is typed", () => {
  it("is a time of the reader's, sent in UTC", () => {
    const local = "2026-11-20T10:00:00";
    expect(inUtc(local)).toBe(new Date(2026, 10, 20, 10).toISOString());
    expect(inUtc("")).toBeUndefined();
    expect(inUtc("soon")).toBeUndefined();
  });

  it("is a stretch above zero", () => {
    expect(stepSeconds("60")).toBe(60);
    expect(stepSeconds("0.5")).toBe(0.5);
    for (const wrong of ["", "0", "-1", "x"]) expect(stepSeconds(wrong)).toBeUndefined();
  });
});
