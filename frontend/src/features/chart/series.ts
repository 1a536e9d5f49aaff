/** Values of the chosen indicators, one for each bar. */
import type { Bar } from "./bars";
import { ema, rsi, sma, type Value, vwap } from "./indicators";
import { type Indicator, nameOf } from "./settings";
import { dayText } from "./zone";

export interface Line {
  readonly indicator: Indicator;
  readonly name: string;
  readonly values: readonly Value[];
}

export function linesOf(
  bars: readonly Bar[],
  indicators: readonly Indicator[],
  zone: string,
): Line[] {
  const closes = bars.map((bar) => bar.drawn.close);
  return indicators.map((indicator) => ({
    indicator,
    name: nameOf(indicator),
    values: valuesOf(indicator, bars, closes, zone),
  }));
}

function valuesOf(
  { kind, period }: Indicator,
  bars: readonly Bar[],
  closes: readonly number[],
  zone: string,
): Value[] {
  if (kind === "sma") return sma(closes, period);
  if (kind === "ema") return ema(closes, period);
  if (kind === "rsi") return rsi(closes, period);
  return vwap(
    bars.map((bar) => ({
      vwap: Number(bar.vwap ?? bar.close),
      volume: bar.drawn.volume,
      day: dayText(bar.at, zone),
    })),
  );
}
