/** Moments as a `datetime-local` field has them, read as time of day in New York. */

export const EXCHANGE_ZONE = "America/New_York";
const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;
const PARTS = new Intl.DateTimeFormat("en-CA", {
  timeZone: EXCHANGE_ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** "2026-11-23T16:00" as RFC 3339 in UTC; `undefined` if it is no moment. */
export function fromExchangeTime(local: string): string | undefined {
  if (!LOCAL.test(local)) return undefined;
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  const guess = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(guess)).toISOString();
}

/** What a `datetime-local` field shows of a moment, in milliseconds since 1970. */
export function toExchangeTime(moment: number): string {
  return new Date(moment + offsetAt(moment)).toISOString().slice(0, 16);
}

/** How far New York is ahead of UTC, in milliseconds: negative. */
function offsetAt(moment: number): number {
  const whole = Math.floor(moment / 1000) * 1000;
  const part = Object.fromEntries(PARTS.formatToParts(whole).map((one) => [one.type, one.value]));
  const { year, month, day, hour, minute, second } = part;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - whole;
}
