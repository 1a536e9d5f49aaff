/** Decimals on a grid: multiples of a tick, or of what levels are grouped by. Exact. */
import { add, compare, divide, multiply, places, scale, subtract } from "./decimal";

export type Way = "down" | "up" | "nearest";

/** The multiple of `step` that `value` is rounded to, with the digits of the step. */
export function onGrid(value: string, step: string, way: Way = "nearest"): string {
  const nearest = multiply(divide(value, step, 0), step);
  const past = compare(nearest, value);
  let rounded = nearest;
  if (way === "down" && past > 0) rounded = subtract(nearest, step);
  if (way === "up" && past < 0) rounded = add(nearest, step);
  return scale(rounded, places(step));
}

/** A number that was measured on the screen, as a price on the grid. */
export function measured(value: number, step: string): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  return onGrid(value.toFixed(Math.min(places(step) + 2, 20)), step);
}
