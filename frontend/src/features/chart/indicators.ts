/**
 * Indicators, over numbers: they are drawn, and nobody pays by them. Where one is not known yet,
 * because too few bars went before, it is `undefined`.
 */
export type Value = number | undefined;

/** The mean of the last `period` values. */
export function sma(values: readonly number[], period: number): Value[] {
  let sum = 0;
  return values.map((value, index) => {
    sum += value;
    if (index >= period) sum -= values[index - period] ?? 0;
    return index >= period - 1 ? sum / period : undefined;
  });
}

/** Newer values weigh more: by 2 / (period + 1). It begins with the mean of the first `period`. */
export function ema(values: readonly number[], period: number): Value[] {
  const weight = 2 / (period + 1);
  const first = sma(values, period);
  let last: Value;
  return values.map((value, index) => {
    last = last === undefined ? first[index] : last + weight * (value - last);
    return last;
  });
}

export interface Traded {
  /** What shares of the bar were paid on average. */
  readonly vwap: number;
  readonly volume: number;
  /** Bars of one trading day have the same; the sum begins anew with the next. */
  readonly day: string;
}

/** What a share cost on average since the trading day began, each share counted once. */
export function vwap(bars: readonly Traded[]): Value[] {
  let day: string | undefined;
  let turnover = 0;
  let volume = 0;
  return bars.map((bar) => {
    if (bar.day !== day) {
      day = bar.day;
      turnover = 0;
      volume = 0;
    }
    turnover += bar.vwap * bar.volume;
    volume += bar.volume;
    return volume > 0 ? turnover / volume : undefined;
  });
}

/** Wilder's relative strength index, 0 to 100: how much of the moves of late went up. */
export function rsi(values: readonly number[], period: number): Value[] {
  let gain = 0;
  let loss = 0;
  return values.map((value, index) => {
    if (index === 0) return undefined;
    const move = value - (values[index - 1] ?? value);
    const up = Math.max(move, 0);
    const down = Math.max(-move, 0);
    if (index <= period) {
      gain += up / period;
      loss += down / period;
    } else {
      gain += (up - gain) / period;
      loss += (down - loss) / period;
    }
    return index < period ? undefined : strength(gain, loss);
  });
}

function strength(gain: number, loss: number): number {
  if (gain + loss < Number.EPSILON) return 50; // nothing moved
  return (100 * gain) / (gain + loss);
}
