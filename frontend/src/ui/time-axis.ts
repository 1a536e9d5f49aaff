/** How values stand at the axis of a `TimeChart`. For drawing only: these are floats. */

export interface Axis {
  /** What a value is multiplied by to be read: 100 for per cent. */
  readonly times: number;
  /** Digits behind the point that it has in any case. */
  readonly digits: number;
  readonly text: (shown: number, digits: number) => string;
}

const MOST_DIGITS = 8;
/** Of a value that stands alone: to the cent, or to the hundredth of a per cent. */
const ALONE = 2;

const numbers = Array.from(
  { length: MOST_DIGITS + 1 },
  (_, digits) =>
    new Intl.NumberFormat("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

const grouped = (value: number, digits: number): string =>
  (numbers[digits] ?? numbers[ALONE])?.format(Math.abs(value)) ?? "";
const minus = (text: string, value: number): string =>
  value < 0 && /[1-9]/.test(text) ? `−${text}` : text;

/** Nobody writes a tenth of a dollar. */
const ofDollars = (digits: number): number => (digits === 1 ? 2 : digits);

export const DOLLARS: Axis = {
  times: 1,
  digits: 0,
  text: (shown, digits) => minus(`$${grouped(shown, ofDollars(digits))}`, shown),
};

export const PER_CENT: Axis = {
  times: 100,
  digits: 2,
  text: (shown, digits) => `${minus(grouped(shown, digits), shown)} %`,
};

/** One value, where the pointer is or where the line ends. */
export const labelOf = (value: number, axis: Axis): string =>
  axis.text(value * axis.times, Math.max(axis.digits, ALONE));

/** All that stand at the axis, with digits enough to tell each from the next. */
export function labelsOf(values: readonly number[], axis: Axis): string[] {
  const shown = values.map((value) => value * axis.times);
  const digits = Math.max(axis.digits, digitsFor(shown));
  return shown.map((value) => axis.text(value, digits));
}

/** As many as the smallest step needs to be said nearly as it is: 0.25 needs two, 500 none. */
function digitsFor(values: readonly number[]): number {
  const inOrder = [...values].sort((a, b) => a - b);
  const steps = inOrder.slice(1).map((value, at) => value - (inOrder[at] ?? value));
  const least = Math.min(...steps.filter((step) => step > 0));
  if (!Number.isFinite(least)) return 0;
  for (let digits = 0; digits < MOST_DIGITS; digits += 1) {
    if (Math.abs(Number(least.toFixed(digits)) - least) < least / 100) return digits;
  }
  return MOST_DIGITS;
}
