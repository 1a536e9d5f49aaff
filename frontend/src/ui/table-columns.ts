/** What a table's columns are, how wide, and how its rows are put in order. */
import type { ReactNode } from "react";
import { compare, isDecimal } from "./decimal";
import { inZone } from "./format";
import type { TermName } from "./glossary";

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Its times are of the zone that is shown, which the heading says. A file has its own. */
  readonly isTime?: boolean;
  /** Explained beside its heading. */
  readonly term?: TermName;
  readonly cell: (row: Row) => ReactNode;
  /** Without it the column cannot be sorted. Decimal strings are put in order as numbers. */
  readonly sortValue?: (row: Row) => string | number;
  readonly align?: "start" | "end";
  /** Pixels at least; what is left over is shared out in proportion. */
  readonly width?: number;
  /** Not offered in the column chooser. */
  readonly alwaysShown?: boolean;
  readonly csv?: (row: Row) => string;
}

export const headingOf = ({ header, isTime }: Pick<Column<never>, "header" | "isTime">): string =>
  isTime ? inZone(header) : header;

export interface Sort {
  readonly id: string;
  readonly desc: boolean;
}

export type Widths = Readonly<Record<string, number>>;

const WIDTH = 96;
export const MIN_WIDTH = 48;

/** CSS of the columns: one that was resized keeps its width, the others share what is left. */
export function template(
  columns: readonly { id: string; width?: number }[],
  widths: Widths,
): string {
  return columns
    .map(({ id, width = WIDTH }) => {
      const own = widths[id];
      return own === undefined ? `minmax(${width}px, ${width}fr)` : `${own}px`;
    })
    .join(" ");
}

export function minWidth(
  columns: readonly { id: string; width?: number }[],
  widths: Widths,
): number {
  return columns.reduce((sum, { id, width = WIDTH }) => sum + (widths[id] ?? width), 0);
}

interface Keyed<Row> {
  readonly row: Row;
  readonly value: string | number;
  readonly number: number;
}

const isNothing = (value: string | number): boolean =>
  value === "" || (typeof value === "number" && Number.isNaN(value));

function keyed<Row>(row: Row, value: string | number): Keyed<Row> {
  const isNumber = typeof value === "number" || isDecimal(value);
  return { row, value, number: isNumber ? Number(value) : Number.NaN };
}

const LETTERS = new Intl.Collator(undefined, { numeric: true });

/** Floats first, for speed; what they cannot tell apart is compared exactly. */
function order(a: string | number, b: string | number, difference: number): number {
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  const [x, y] = [String(a), String(b)];
  return Number.isNaN(difference) ? LETTERS.compare(x, y) : exactly(x, y);
}

const exactly = (x: string, y: string): number =>
  isDecimal(x) && isDecimal(y) ? compare(x, y) : 0;

/** In the order of the column; rows without a value come last, whichever way. Stable. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const value = sort && columns.find(({ id }) => id === sort.id)?.sortValue;
  if (!value) return rows;
  const direction = sort.desc ? -1 : 1;
  return rows
    .map((row) => keyed(row, value(row)))
    .sort((a, b) => {
      const blank = Number(isNothing(a.value)) - Number(isNothing(b.value));
      return blank || direction * order(a.value, b.value, a.number - b.number);
    })
    .map(({ row }) => row);
}

/** What a press on a heading makes of the order: ascending, descending, as it came. */
export function nextSort(sort: Sort | undefined, id: string): Sort | undefined {
  if (sort?.id !== id) return { id, desc: false };
  return sort.desc ? undefined : { id, desc: true };
}
