/** Lines over time, as a chart draws them and a table prints them. */

export interface SeriesPoint {
  /** ISO: a moment, or a date without a time. */
  readonly at: string;
  /** For drawing only. */
  readonly value: number;
  /** The value as it is printed. */
  readonly text: string;
}

export interface Series {
  readonly name: string;
  readonly points: readonly SeriesPoint[];
  readonly look: "area" | "line" | "below";
  /** 0 is the upper pane. */
  readonly pane?: 0 | 1;
}

export interface SeriesRow {
  readonly at: string;
  /** One text per series; missing where it has no point then. */
  readonly texts: readonly (string | undefined)[];
}

/** All moments at which any series has a point, the newest first. */
export function rowsOf(series: readonly Series[]): SeriesRow[] {
  const columns = series.map(({ points }) => new Map(points.map(({ at, text }) => [at, text])));
  const moments = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))];
  moments.sort((one, other) => Date.parse(other) - Date.parse(one));
  return moments.map((at) => ({ at, texts: columns.map((column) => column.get(at)) }));
}

export interface Drawn {
  readonly time: string | number;
  readonly value: number;
}

/** As a chart wants them: in order, each moment once (the last said counts), no gaps as numbers. */
export function drawn(points: readonly SeriesPoint[]): Drawn[] {
  const byTime = new Map<string | number, Drawn>();
  for (const { at, value } of points) {
    if (!Number.isFinite(value)) continue;
    const time = at.length === 10 ? at : Math.floor(Date.parse(at) / 1000);
    byTime.set(time, { time, value });
  }
  return [...byTime.values()].sort((one, other) => (one.time < other.time ? -1 : 1));
}
