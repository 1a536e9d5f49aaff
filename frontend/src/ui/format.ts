/**
 * Decimals and times as people read them, in the browser's locale. No value is "—", never 0.
 * Digits are grouped and never rounded through a float: `Intl` formats decimal strings exactly.
 */
import { isDecimal, multiply, places, scale, sign } from "./decimal";

export type Amount = string | null | undefined;

export const NOTHING = "—";
const MINUS = "\u2212";

interface Digits {
  readonly min: number;
  readonly max: number;
}

const formats = new Map<string, Intl.NumberFormat>();

function grouped(value: string, { min, max }: Digits): string {
  const key = `${min}-${max}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(undefined, {
      minimumFractionDigits: min,
      maximumFractionDigits: max,
    });
    formats.set(key, format);
  }
  // The string is exact where a number is not; types before ES2023 know only of numbers.
  return format.format(value as unknown as number).replace("-", MINUS);
}

function signed(text: string, value: string, wanted: boolean | undefined): string {
  return wanted && sign(value) > 0 ? `+${text}` : text;
}

const isNothing = (value: Amount): value is null | undefined | "" =>
  value === null || value === undefined || value === "" || !isDecimal(value);

/** US dollars: `$1,234.50`, with sign `+$1.00`. */
export function money(value: Amount, { signed: wanted }: { signed?: boolean } = {}): string {
  if (isNothing(value)) return NOTHING;
  const rounded = scale(value, 2);
  const text = grouped(rounded, { min: 2, max: 2 });
  const dollars = text.startsWith(MINUS) ? `${MINUS}$${text.slice(1)}` : `$${text}`;
  return signed(noNegativeZero(dollars, rounded), rounded, wanted);
}

/** A price with the digits of its tick, else as it was said, at least two. */
export function price(value: Amount, tick?: Amount): string {
  if (isNothing(value)) return NOTHING;
  const digits = isNothing(tick) ? Math.min(places(value), 8) : places(tick);
  const min = Math.max(2, digits);
  return grouped(scale(value, min), { min, max: min });
}

/** A number of shares: whole, or with the digits that it has. */
export function quantity(value: Amount): string {
  if (isNothing(value)) return NOTHING;
  return grouped(value, { min: 0, max: 9 });
}

/** Of a fraction: "0.0123" is `1.23 %`. */
export function percent(fraction: Amount, { signed: wanted }: { signed?: boolean } = {}): string {
  if (isNothing(fraction)) return NOTHING;
  const rounded = scale(multiply(fraction, "100"), 2);
  const text = noNegativeZero(grouped(rounded, { min: 2, max: 2 }), rounded);
  return `${signed(text, rounded, wanted)}\u00a0%`;
}

function noNegativeZero(text: string, value: string): string {
  return sign(value) === 0 ? text.replace(MINUS, "") : text;
}

const STYLES = {
  moment: { dateStyle: "medium", timeStyle: "medium" },
  clock: { timeStyle: "medium" },
  day: { dateStyle: "medium" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export interface Zone {
  /** As IANA has it; `undefined`: the browser's. */
  readonly name: string | undefined;
  /** Beside times: "ET". */
  readonly label: string;
}

let zone: Zone = { name: undefined, label: "local" };
const times = new Map<string, Intl.DateTimeFormat>();

/** Whose clock on the wall all times are of from now on. What is on the page has to render anew. */
export function setZone(wanted: Zone): void {
  zone = wanted;
}

/** The zone's name as IANA has it, for what counts hours in it. */
export const zoneName = (): string =>
  zone.name ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const zoneLabel = (): string => zone.label;

/** What a column of times is called: "Placed (ET)". */
export const inZone = (heading: string): string => `${heading} (${zone.label})`;

function shown(iso: Amount, style: keyof typeof STYLES, timeZone = zone.name): string {
  if (!iso) return NOTHING;
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return NOTHING;
  const key = `${style} ${timeZone ?? ""}`;
  const format =
    times.get(key) ?? new Intl.DateTimeFormat(undefined, { ...STYLES[style], timeZone });
  times.set(key, format);
  return format.format(moment);
}

export const dateTime = (iso: Amount): string => shown(iso, "moment");
export const time = (iso: Amount): string => shown(iso, "clock");
/** Of a date without a time ("2026-11-20") that same day, whatever the zone. */
export function date(iso: Amount): string {
  return iso?.length === 10 ? shown(`${iso}T12:00:00Z`, "day", "UTC") : shown(iso, "day");
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY_MS = 24 * HOUR;

/** How long ago, short: `850 ms`, `12 s`, `5 min`, `3 h`, `2 d`. */
export function age(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return NOTHING;
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))}\u00a0ms`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}\u00a0s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}\u00a0min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR)}\u00a0h`;
  return `${Math.floor(ms / DAY_MS)}\u00a0d`;
}

const COMPACT = new Intl.NumberFormat(undefined, {
  notation: "compact",
  maximumFractionDigits: 1,
});

/** Large counts, shortened: `1.2M`. */
export function compactQuantity(value: Amount): string {
  return isNothing(value) ? NOTHING : COMPACT.format(value as unknown as number);
}
