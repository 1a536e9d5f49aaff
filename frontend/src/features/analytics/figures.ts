/** Figures of analytics as text. */
import { scale } from "@/ui/decimal";
import { type Amount, NOTHING } from "@/ui/format";

/** A ratio with two digits. */
export function ratio(value: Amount): string {
  return value ? scale(value, 2).replace("-", "\u2212") : NOTHING;
}

/** Market time in the two largest units: `2 d 3 h`, `5 min 10 s`. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return NOTHING;
  const units = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return "0\u00a0s";
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}\u00a0${unit}`)
    .join(" ");
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Monday is 1. */
export const weekday = (number: string): string => WEEKDAYS[Number(number) - 1] ?? number;

/** An hour of the day in New York. */
export const hour = (number: string): string => `${number.padStart(2, "0")}:00`;
