/** Times on the exchange, which is in New York wherever the reader is. */
export const EXCHANGE_ZONE = "America/New_York";

const HOUR_MS = 3_600_000;

const parts = new Intl.DateTimeFormat("en-US", {
  timeZone: EXCHANGE_ZONE,
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** As a field for date and time writes it: `2026-11-23T09:30`. */
export function exchangeField(ms: number): string {
  const one = Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]));
  return `${one.year}-${one.month}-${one.day}T${one.hour}:${one.minute}`;
}

/** The moment at which it is so late on the exchange; `undefined` if the text is no time. */
export function exchangeMoment(field: string): number | undefined {
  const asUtc = Date.parse(`${field}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // New York is four or five hours behind; in the hour that is there twice, the first is meant.
  for (const hours of [4, 5]) {
    const moment = asUtc + hours * HOUR_MS;
    if (exchangeField(moment) === field.slice(0, 16)) return moment;
  }
  return asUtc + 5 * HOUR_MS; // in the hour that is left out in spring
}

const CLOSES_AT = 16;

/** Whether the session that ends then ends early. */
export function isHalfDay(close: number | undefined): boolean {
  return close !== undefined && Number(exchangeField(close).slice(11, 13)) < CLOSES_AT;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Time of day with its zone, `09:30:00 EST`, and the date too if it is asked for. */
export function timeIn(zone: "exchange" | "local", ms: number, withDate = false): string {
  const key = `${zone}-${withDate}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      ...(zone === "exchange" && { timeZone: EXCHANGE_ZONE }),
      ...(withDate && { year: "numeric", month: "short", day: "numeric" }),
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName: "short",
    });
    formats.set(key, format);
  }
  return zone === "exchange"
    ? format.format(ms).replace("GMT-5", "EST").replace("GMT-4", "EDT")
    : format.format(ms);
}
