/** What is typed as a time, and as a stretch of it. */

/** Of a `datetime-local` field, which is in the reader's time; `undefined` if it is no time. */
export function inUtc(local: string): string | undefined {
  const moment = new Date(local);
  return local && !Number.isNaN(moment.getTime()) ? moment.toISOString() : undefined;
}

/** Seconds above zero; `undefined` if it is something else. */
export function stepSeconds(text: string): number | undefined {
  const seconds = Number(text);
  return text.trim() && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
