/** Seasons are months of market time, or all there was. */

const SHOWN = 24;
const NAME = new Intl.DateTimeFormat(undefined, {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** `all`, and the last two years of months up to `now` (milliseconds since 1970). */
export function seasons(now: number): { value: string; label: string }[] {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(now);
  const [year = 1970, month = 1] = today.split("-").map(Number);
  const months = Array.from({ length: SHOWN }, (_, ago) => {
    const first = new Date(Date.UTC(year, month - 1 - ago, 1));
    return { value: first.toISOString().slice(0, 7), label: NAME.format(first) };
  });
  return [{ value: "all", label: "All time" }, ...months];
}
