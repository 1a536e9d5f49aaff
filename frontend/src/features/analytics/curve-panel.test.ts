import { describe, expect, it } from "vitest";
import { sentence, seriesOf } from "./curve-panel";
import type { Day } from "./queries";

const day = (name: string, changes: Partial<Day>): Day =>
  ({
    day: name,
    equity: "1000",
    level: "1",
    drawdown: "0",
    benchmark_level: null,
    ...changes,
  }) as Day;
const days = [
  day("2026-11-19", { level: "0.98", drawdown: "-0.02", benchmark_level: "1.01" }),
  day("2026-11-20", { level: "1.05", equity: "1050.5" }),
];

describe("the curve of days", () => {
  it("draws returns since the beginning, and the benchmark where there is one", () => {
    const [own, benchmark, drawdown] = seriesOf(days);
    expect(own?.points.map(({ value }) => value.toFixed(4))).toEqual(["-0.0200", "0.0500"]);
    expect(own?.points[1]?.text).toMatch(/^\+5\.00/);
    expect(benchmark?.points).toHaveLength(1);
    expect(drawdown).toMatchObject({ name: "Drawdown", pane: 1 });
  });

  it("leaves out a benchmark that is not there at all", () => {
    expect(seriesOf(days.slice(1)).map(({ name }) => name)).toEqual(["Account", "Drawdown"]);
    expect(sentence(days)).toContain("there is no benchmark");
  });

  it("says the same in words", () => {
    expect(sentence(days)).toMatch(/2 days: the account returned \+5\.00.% and has \$1,050\.50/);
    expect(sentence(days)).toMatch(/Deepest drawdown −2\.00/);
    expect(sentence([])).toBe("");
  });
});
