/** Changes of two devices to one document. */

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What `mine` changed since `base`, on top of `theirs`. Objects are merged by key, all other
 * values are taken whole; where both changed the same one, mine is kept as the later.
 */
export function merged(base: Json, mine: Json, theirs: Json): Json {
  const keys = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    const value = one(base[key], mine[key], theirs[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function one(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(base, mine)) return theirs;
  if (isRecord(mine) && isRecord(theirs)) return merged(isRecord(base) ? base : {}, mine, theirs);
  return mine;
}
