import { describe, expect, it } from "vitest";
import { heatOf, monthsOf } from "./calendar";

describe("the calendar of days", () => {
  it("begins weeks on Monday and leaves out what is not of the month", () => {
    const [month] = monthsOf([{ day: "2026-11-20", change: "5" }]);
    expect(month?.month).toBe("2026-11");
    expect(month?.weeks).toHaveLength(6); // 1 November 2026 is a Sunday
    expect(month?.weeks[0]?.map((cell) => cell?.date)).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      "2026-11-01",
    ]);
    expect(
      month?.weeks
        .at(-1)
        ?.filter(Boolean)
        .map((cell) => cell?.date),
    ).toEqual(["2026-11-30"]);
  });

  it("puts days where they belong, and keeps apart no change and nothing known", () => {
    const days = [
      { day: "2026-11-02", change: "0" },
      { day: "2026-11-04", change: "-9" },
    ];
    const week = monthsOf(days)[0]?.weeks[1];
    expect(week?.[0]).toEqual({ date: "2026-11-02", day: days[0], heat: 0 });
    expect(week?.[1]).toEqual({ date: "2026-11-03", day: undefined, heat: 0 });
    expect(week?.[2]?.heat).toBe(-3);
  });

  it("shows only months that have days, in order", () => {
    const days = [
      { day: "2027-01-04", change: "1" },
      { day: "2026-11-20", change: "1" },
    ];
    expect(monthsOf(days).map(({ month }) => month)).toEqual(["2026-11", "2027-01"]);
    expect(monthsOf([])).toEqual([]);
  });

  it("colours by the largest change", () => {
    expect(heatOf("30", 30)).toBe(3);
    expect(heatOf("-15", 30)).toBe(-2);
    expect(heatOf("0.01", 30)).toBe(1);
    expect(heatOf("0", 30)).toBe(0);
  });
});
