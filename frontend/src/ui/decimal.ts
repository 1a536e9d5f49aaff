/**
 * Exact arithmetic on decimal strings, as money must have it: "0.1" + "0.2" is "0.3".
 * A decimal is a whole number (`units`) and how many of its digits stand behind the point.
 */

interface Parts {
  readonly units: bigint;
  readonly places: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Whether `value` can be read as a decimal number. */
export function isDecimal(value: string): boolean {
  return DECIMAL.test(value) && /\d/.test(value.split(/[eE]/)[0] ?? "");
}

function parse(value: string): Parts {
  const match = DECIMAL.exec(value);
  if (!match || !isDecimal(value)) throw new RangeError(`Not a decimal: "${value}"`);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${whole}${fraction}`);
  const units = sign === "-" ? -digits : digits;
  const places = fraction.length - Number(exponent);
  return places >= 0 ? { units, places } : { units: units * 10n ** BigInt(-places), places: 0 };
}

function print({ units, places }: Parts): string {
  const isNegative = units < 0n;
  const digits = (isNegative ? -units : units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const text = places > 0 ? `${whole}.${digits.slice(digits.length - places)}` : whole;
  return isNegative ? `-${text}` : text;
}

function aligned(a: string, b: string): [bigint, bigint, number] {
  const one = parse(a);
  const other = parse(b);
  const places = Math.max(one.places, other.places);
  return [atPlaces(one, places), atPlaces(other, places), places];
}

const atPlaces = ({ units, places }: Parts, wanted: number): bigint =>
  units * 10n ** BigInt(wanted - places);

/** -1, 0 or 1: which of the two is greater. */
export function compare(a: string, b: string): -1 | 0 | 1 {
  const [x, y] = aligned(a, b);
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

export function add(a: string, b: string): string {
  const [x, y, places] = aligned(a, b);
  return print({ units: x + y, places });
}

export function subtract(a: string, b: string): string {
  const [x, y, places] = aligned(a, b);
  return print({ units: x - y, places });
}

export function multiply(a: string, b: string): string {
  const x = parse(a);
  const y = parse(b);
  return print({ units: x.units * y.units, places: x.places + y.places });
}

export const isZero = (value: string): boolean => parse(value).units === 0n;

export function sign(value: string): -1 | 0 | 1 {
  const { units } = parse(value);
  if (units === 0n) return 0;
  return units < 0n ? -1 : 1;
}

export function abs(value: string): string {
  const { units, places } = parse(value);
  return print({ units: units < 0n ? -units : units, places });
}

export function negate(value: string): string {
  const { units, places } = parse(value);
  return print({ units: -units, places });
}

/** With exactly `places` digits behind the point; halves are rounded away from zero. */
export function scale(value: string, places: number): string {
  const parts = parse(value);
  if (parts.places <= places) return print({ units: atPlaces(parts, places), places });
  const divisor = 10n ** BigInt(parts.places - places);
  const half = divisor / 2n;
  const magnitude = parts.units < 0n ? -parts.units : parts.units;
  const rounded = (magnitude + half) / divisor;
  return print({ units: parts.units < 0n ? -rounded : rounded, places });
}

/** How many digits stand behind the point as it is written, without zeros at the end. */
export function places(value: string): number {
  const parts = parse(value);
  const text = print(parts).split(".")[1] ?? "";
  return text.replace(/0+$/, "").length;
}

/** `a / b` with `digits` behind the point. @throws RangeError b is zero */
export function divide(a: string, b: string, digits: number): string {
  const [x, y] = aligned(a, b);
  if (y === 0n) throw new RangeError("Division by zero");
  const guard = digits + 1;
  return scale(print({ units: (x * 10n ** BigInt(guard)) / y, places: guard }), digits);
}
