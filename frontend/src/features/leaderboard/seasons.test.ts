import { describe, expect, it } from "vitest";
import { seasons } from "./seasons";

describe("seasons", () => {
  it("are all time, and months of New York, the newest first", () => {
    const values = seasons(Date.parse("2026-03-01T02:00:00Z")).map(({ value }) => value);
    expect(values.slice(0, 4)).toEqual(["all", "2026-02", "2026-01", "2025-12"]);
    expect(values).toHaveLength(25);
  });
});
