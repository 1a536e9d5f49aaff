/** How somebody likes the chart; kept in their preferences. */
import { useMemo } from "react";
import { preferences, setPreference, usePreference } from "@/state/preferences";
import { type Interval, isInterval } from "./intervals";

export const KINDS = ["sma", "ema", "vwap", "rsi"] as const;
export type Kind = (typeof KINDS)[number];

export interface Indicator {
  readonly kind: Kind;
  /** Bars; of no meaning for `vwap`, which begins with the day. */
  readonly period: number;
}

export const ADJUSTED = ["split", "all", "raw"] as const;
export const VIEWS = ["chart", "table"] as const;
export const SCALES = ["linear", "log"] as const;

export interface ChartSettings {
  readonly interval: Interval;
  readonly scale: (typeof SCALES)[number];
  readonly adjusted: (typeof ADJUSTED)[number];
  readonly view: (typeof VIEWS)[number];
  readonly indicators: readonly Indicator[];
}

declare module "@/state/preferences" {
  interface Preferences {
    readonly chart?: Partial<ChartSettings>;
  }
}

export const DEFAULT_CHART: ChartSettings = {
  interval: "5Min",
  scale: "linear",
  adjusted: "split",
  view: "chart",
  indicators: [],
};

export const USUAL_PERIODS: Readonly<Record<Kind, number>> = { sma: 20, ema: 20, vwap: 1, rsi: 14 };
export const MOST_INDICATORS = 6;
export const LONGEST_PERIOD = 400;

/** What was stored, as far as it makes sense: it may be of another version of the terminal. */
export function settingsOf(stored: Partial<ChartSettings> | undefined): ChartSettings {
  const { interval, scale, adjusted, view, indicators } = stored ?? {};
  return {
    interval: isInterval(interval) ? interval : DEFAULT_CHART.interval,
    scale: oneOf(SCALES, scale, DEFAULT_CHART.scale),
    adjusted: oneOf(ADJUSTED, adjusted, DEFAULT_CHART.adjusted),
    view: oneOf(VIEWS, view, DEFAULT_CHART.view),
    indicators: indicatorsOf(indicators),
  };
}

function oneOf<T extends string>(all: readonly T[], value: T | undefined, otherwise: T): T {
  return value && all.includes(value) ? value : otherwise;
}

function indicatorsOf(stored: unknown): Indicator[] {
  if (!Array.isArray(stored)) return [];
  const known = stored.filter((one): one is Indicator => KINDS.includes(one?.kind));
  const different = new Map(
    known.map(({ kind, period }) => [`${kind} ${period}`, { kind, period }]),
  );
  return [...different.values()].filter((one) => isPeriod(one.period)).slice(0, MOST_INDICATORS);
}

export const isPeriod = (period: unknown): period is number =>
  Number.isInteger(period) && Number(period) >= 1 && Number(period) <= LONGEST_PERIOD;

export function nameOf({ kind, period }: Indicator): string {
  return kind === "vwap" ? "VWAP" : `${kind.toUpperCase()} ${period}`;
}

export function useChartSettings(): ChartSettings {
  const stored = usePreference("chart");
  return useMemo(() => settingsOf(stored), [stored]);
}

export function changeChart(part: Partial<ChartSettings>): void {
  setPreference("chart", { ...settingsOf(preferences().chart), ...part });
}
