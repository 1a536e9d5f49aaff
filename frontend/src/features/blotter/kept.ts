/**
 * A long list, newest first, of which the head is read again and again and the rest once: 100,000
 * rows would not come through the line each time that one order changes.
 */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next_cursor: string | null;
}

export interface Kept<Row> {
  readonly rows: readonly Row[];
  /** Where the rest begins; `null` if there is none. */
  readonly next: string | null;
}

export const NOTHING_KEPT: Kept<never> = { rows: [], next: null };

/** The list with a newer head. Where the two do not meet, the head alone: rows may lie between. */
export function withHead<Row>(
  kept: Kept<Row>,
  head: Page<Row>,
  idOf: (row: Row) => string,
): Kept<Row> {
  const alone = { rows: head.items, next: head.next_cursor };
  if (head.next_cursor === null || kept.rows.length === 0) return alone;
  const ids = new Set(head.items.map(idOf));
  const others = kept.rows.filter((row) => !ids.has(idOf(row)));
  if (others.length === kept.rows.length) return alone;
  return { rows: [...head.items, ...others], next: others.length > 0 ? kept.next : alone.next };
}

/** The list with more at its end. */
export function withMore<Row>(
  kept: Kept<Row>,
  page: Page<Row>,
  idOf: (row: Row) => string,
): Kept<Row> {
  const ids = new Set(kept.rows.map(idOf));
  const added = page.items.filter((row) => !ids.has(idOf(row)));
  return { rows: [...kept.rows, ...added], next: page.next_cursor };
}
