/** Days laid out as a calendar: weeks from Monday, and how strongly each day is coloured. */

export interface DayChange {
  /** ISO date. */
  readonly day: string;
  readonly change: string;
}

export interface Cell<Day extends DayChange> {
  readonly date: string;
  /** Missing where nothing is known of the day. */
  readonly day: Day | undefined;
  /** From -3 to 3: how large the change is beside the largest of all that are shown. */
  readonly heat: number;
}

export interface Month<Day extends DayChange> {
  /** For example 2026-11. */
  readonly month: string;
  /** Weeks of seven cells from Monday on; `undefined` where the month has no such day. */
  readonly weeks: readonly (readonly (Cell<Day> | undefined)[])[];
}

const STEPS = 3;

export function monthsOf<Day extends DayChange>(days: readonly Day[]): Month<Day>[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const largest = Math.max(0, ...days.map(({ change }) => Math.abs(Number(change))));
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))].sort();
  return months.map((month) => ({ month, weeks: weeksOf(month, known, largest) }));
}

function weeksOf<Day extends DayChange>(month: string, known: Map<string, Day>, largest: number) {
  const [year = 0, of = 1] = month.split("-").map(Number);
  const first = new Date(Date.UTC(year, of - 1, 1));
  const length = new Date(Date.UTC(year, of, 0)).getUTCDate();
  const blanks = (first.getUTCDay() + 6) % 7;
  const cells: (Cell<Day> | undefined)[] = Array.from({ length: blanks }, () => undefined);
  for (let date = 1; date <= length; date += 1) {
    const name = `${month}-${String(date).padStart(2, "0")}`;
    const day = known.get(name);
    cells.push({ date: name, day, heat: day ? heatOf(day.change, largest) : 0 });
  }
  while (cells.length % 7) cells.push(undefined);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** 0 for no change; else the sign of the change, times 1 to 3. */
export function heatOf(change: string, largest: number): number {
  const amount = Number(change);
  if (!amount || !largest) return 0;
  return Math.sign(amount) * Math.max(1, Math.ceil((Math.abs(amount) / largest) * STEPS));
}
