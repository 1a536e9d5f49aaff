/** What is worked out from the equity curve for the chart. Drawn figures only: see `ui/decimal`. */
import type { components } from "@/api/generated/portfolio";

export type Point = components["schemas"]["PointResponse"];
export type Interval = components["schemas"]["CurveInterval"];

export interface CurvePoint {
  readonly start: string;
  readonly equity: string;
  readonly cash: string;
  /** Part of the highest equity so far that is lost; 0 or negative. */
  readonly drawdown: number;
}

/** Adds how far the equity is below its highest so far; money that came or went counts as well. */
export function withDrawdown(points: readonly Point[]): CurvePoint[] {
  let highest = 0;
  return points.map(({ start, equity, cash }) => {
    const worth = Number(equity);
    highest = Math.max(highest, worth);
    return { start, equity, cash, drawdown: highest > 0 ? worth / highest - 1 : 0 };
  });
}

export interface CurveSummary {
  readonly first: CurvePoint;
  readonly last: CurvePoint;
  readonly lowest: CurvePoint;
  readonly highest: CurvePoint;
  readonly deepest: CurvePoint;
}

/** The points worth a sentence; `undefined` if there are none at all. */
export function summarise(curve: readonly CurvePoint[]): CurveSummary | undefined {
  const [first] = curve;
  const last = curve.at(-1);
  if (!first || !last) return undefined;
  const by = (is: (one: CurvePoint, best: CurvePoint) => boolean) =>
    curve.reduce((best, one) => (is(one, best) ? one : best), first);
  return {
    first,
    last,
    lowest: by((one, best) => Number(one.equity) < Number(best.equity)),
    highest: by((one, best) => Number(one.equity) > Number(best.equity)),
    deepest: by((one, best) => one.drawdown < best.drawdown),
  };
}
