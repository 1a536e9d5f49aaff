import { describe, expect, it } from "vitest";
import { drawn, rowsOf, type Series } from "./time-series";

const point = (at: string, value: number) => ({ at, value, text: `$${value}` });

describe("lines over time", () => {
  it("are rows of a table, newest first, empty where a line has no point", () => {
    const series: Series[] = [
      { name: "one", look: "area", points: [point("2026-01-01", 1), point("2026-01-02", 2)] },
      { name: "other", look: "line", points: [point("2026-01-02", 5)] },
    ];
    expect(rowsOf(series)).toEqual([
      { at: "2026-01-02", texts: ["$2", "$5"] },
      { at: "2026-01-01", texts: ["$1", undefined] },
    ]);
  });

  it("are drawn in order, each moment once, days as days", () => {
    const moments = [
      point("2026-01-01T00:00:02Z", 3),
      point("2026-01-01T00:00:01Z", 1),
      point("2026-01-01T00:00:02.5Z", 4),
      point("2026-01-01T00:00:03Z", Number.NaN),
    ];
    const first = Date.parse("2026-01-01T00:00:01Z") / 1000;
    expect(drawn(moments)).toEqual([
      { time: first, value: 1 },
      { time: first + 1, value: 4 },
    ]);
    expect(drawn([point("2026-01-02", 2), point("2026-01-01", 1)])).toEqual([
      { time: "2026-01-01", value: 1 },
      { time: "2026-01-02", value: 2 },
    ]);
  });
});
