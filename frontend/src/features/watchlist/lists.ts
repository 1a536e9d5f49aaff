/** Watchlists as they are kept: each has a name and symbols in the order that was chosen. */
export interface List {
  readonly id: string;
  readonly name: string;
  readonly symbols: readonly string[];
}

export interface Lists {
  readonly lists: readonly List[];
  /** Which is shown: a list's id, or a preset. */
  readonly shown: string;
}

declare module "@/state/preferences" {
  interface Preferences {
    readonly watchlists?: Lists;
  }
}

export const PRESETS = {
  all: "All symbols",
  gainers: "Gainers",
  losers: "Losers",
  active: "Most active",
} as const;
export type Preset = keyof typeof PRESETS;

export const isPreset = (id: string): id is Preset => id in PRESETS;

export const LONGEST_NAME = 40;
export const MOST_SYMBOLS = 500;
const SYMBOL = /^[A-Z0-9][A-Z0-9.-]{0,19}$/;

export const FIRST: Lists = {
  lists: [{ id: "first", name: "My list", symbols: ["AAPL", "MSFT", "IBM", "SPY", "BTCUSD"] }],
  shown: "first",
};

/** What was stored, as far as it makes sense. */
export function listsOf(stored: Lists | undefined): Lists {
  const lists = (Array.isArray(stored?.lists) ? stored.lists : []).filter(isList);
  if (!stored || lists.length === 0) return FIRST;
  const isThere = isPreset(stored.shown) || lists.some((one) => one.id === stored.shown);
  return { lists, shown: isThere ? stored.shown : (lists[0]?.id ?? "all") };
}

const isList = (one: Partial<List> | undefined): one is List =>
  typeof one?.id === "string" && typeof one.name === "string" && Array.isArray(one.symbols);

export const listShown = ({ lists, shown }: Lists): List | undefined =>
  lists.find((one) => one.id === shown);

export function create(
  all: Lists,
  id: string,
  name: string,
  symbols: readonly string[] = [],
): Lists {
  return { lists: [...all.lists, { id, name, symbols }], shown: id };
}

function change(all: Lists, id: string, part: (list: List) => Partial<List>): Lists {
  const lists = all.lists.map((one) => (one.id === id ? { ...one, ...part(one) } : one));
  return { ...all, lists };
}

export const rename = (all: Lists, id: string, name: string): Lists =>
  change(all, id, () => ({ name }));

/** The last one stays: there is always somewhere to add a symbol to. */
export function drop(all: Lists, id: string): Lists {
  if (all.lists.length < 2) return all;
  const lists = all.lists.filter((one) => one.id !== id);
  return { lists, shown: all.shown === id ? (lists[0]?.id ?? "all") : all.shown };
}

export const add = (all: Lists, id: string, symbols: readonly string[]): Lists =>
  change(all, id, (list) => ({
    symbols: [...new Set([...list.symbols, ...symbols])].slice(0, MOST_SYMBOLS),
  }));

export const remove = (all: Lists, id: string, symbol: string): Lists =>
  change(all, id, (list) => ({ symbols: list.symbols.filter((one) => one !== symbol) }));

/** Put a symbol at a place; places outside are the ends. */
export function move(all: Lists, id: string, symbol: string, to: number): Lists {
  return change(all, id, ({ symbols }) => {
    if (!symbols.includes(symbol)) return {};
    const others = symbols.filter((one) => one !== symbol);
    const place = Math.max(0, Math.min(others.length, to));
    return { symbols: [...others.slice(0, place), symbol, ...others.slice(place)] };
  });
}

/** A symbol as it was typed, in the way symbols are written; `undefined`: it cannot be one. */
export function symbolOf(typed: string): string | undefined {
  const symbol = typed.trim().toUpperCase();
  return SYMBOL.test(symbol) ? symbol : undefined;
}

/** Symbols of a CSV: of the column called symbol or ticker, else the first. */
export function symbolsOfCsv(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim());
  const cells = lines.map((line) => line.split(/[,;\t]/).map((cell) => cell.replace(/^"|"$/g, "")));
  const heads = (cells[0] ?? []).map((cell) => cell.trim().toLowerCase());
  const named = heads.findIndex((head) => head === "symbol" || head === "ticker");
  const rows = named < 0 ? cells : cells.slice(1);
  const symbols = rows.flatMap((row) => symbolOf(row[Math.max(0, named)] ?? "") ?? []);
  return [...new Set(symbols)];
}
