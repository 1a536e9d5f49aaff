/** Whose clock on the wall the chart goes by, and texts of moments in it. */
import type { components } from "@/api/generated/market";
import { zoneName } from "@/ui/format";
import { type Interval, isIntraday } from "./intervals";

export type Calendar = components["schemas"]["Calendar"];

/** Days of stocks are New York's; all others are counted in UTC, as the server does. */
export const zoneOf = (calendar: Calendar | undefined): string =>
  calendar === "XNYS" ? "America/New_York" : "UTC";

/** Days are the exchange's whoever looks at them; the time within one is what all times here are. */
export const shownZone = (calendar: Calendar | undefined, interval: Interval): string =>
  isIntraday(interval) ? zoneName() : zoneOf(calendar);

const formats = new Map<string, Intl.DateTimeFormat>();

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(undefined, { ...options, hourCycle: "h23" });
  formats.set(key, made);
  return made;
}

const DAY = { day: "numeric", month: "short", year: "numeric" } as const;
const TIME = { hour: "2-digit", minute: "2-digit" } as const;

/** A bar's start, in words: with the time if the bar is a part of a day. */
export function momentText(at: number, interval: Interval, timeZone: string): string {
  const isTimed = isIntraday(interval);
  const options = { ...DAY, ...(isTimed && TIME), timeZone };
  return format(`moment ${isTimed} ${timeZone}`, options).format(at * 1000);
}

/** Only the date, or only the time, where the other is clear. */
export function dayText(at: number, timeZone: string): string {
  return format(`day ${timeZone}`, { ...DAY, timeZone }).format(at * 1000);
}

const TICKS = [
  { year: "numeric" },
  { month: "short" },
  { day: "numeric", month: "short" },
  TIME,
  { ...TIME, second: "2-digit" },
] as const satisfies readonly Intl.DateTimeFormatOptions[];

/** What stands under the chart: `type` is what has changed, from a year (0) to a second (4). */
export function tickText(at: number, type: number, timeZone: string): string {
  const options = TICKS[type] ?? TIME;
  return format(`tick ${type} ${timeZone}`, { ...options, timeZone }).format(at * 1000);
}

const PARTS = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
} as const;

/** Seconds by which the zone's clocks are ahead of UTC at a moment. */
export function offsetAt(at: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const hour = Math.floor(at / 900); // no zone changes within a quarter of an hour
  const key = `${timeZone} ${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = new Map<string, number>();
  for (const { type, value } of english(timeZone).formatToParts(at * 1000))
    parts.set(type, Number(value));
  const part = (name: keyof typeof PARTS) => parts.get(name) ?? 0;
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  const offset = Math.round(wall / 1000 - at);
  offsets.set(key, offset);
  return offset;
}

const offsets = new Map<string, number>();
const english = (timeZone: string): Intl.DateTimeFormat => {
  const key = `parts ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { ...PARTS, hourCycle: "h23", timeZone });
  formats.set(key, made);
  return made;
};
