import type { components } from "@/api/generated/market";

export type Interval = components["schemas"]["BarInterval"];

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

interface Length {
  /** What the button says. */
  readonly label: string;
  /** What is read out. */
  readonly spoken: string;
  /** How long a bar lasts; roughly, for those that the calendar makes. */
  readonly seconds: number;
}

export const INTERVALS: Readonly<Record<Interval, Length>> = {
  "1Min": { label: "1m", spoken: "1 minute", seconds: MINUTE },
  "5Min": { label: "5m", spoken: "5 minutes", seconds: 5 * MINUTE },
  "15Min": { label: "15m", spoken: "15 minutes", seconds: 15 * MINUTE },
  "30Min": { label: "30m", spoken: "30 minutes", seconds: 30 * MINUTE },
  "1Hour": { label: "1h", spoken: "1 hour", seconds: 60 * MINUTE },
  "4Hour": { label: "4h", spoken: "4 hours", seconds: 240 * MINUTE },
  "1Day": { label: "1D", spoken: "1 day", seconds: DAY },
  "1Week": { label: "1W", spoken: "1 week", seconds: 7 * DAY },
  "1Month": { label: "1M", spoken: "1 month", seconds: 30 * DAY },
  "1Year": { label: "1Y", spoken: "1 year", seconds: 365 * DAY },
};

export const isInterval = (value: unknown): value is Interval =>
  typeof value === "string" && value in INTERVALS;

/** Whether bars are parts of a day, so that a time of the day has to be shown with them. */
export const isIntraday = (interval: Interval): boolean => INTERVALS[interval].seconds < DAY;
