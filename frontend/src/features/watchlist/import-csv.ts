/** Symbols of a file into a list. What nobody knows is left out, and said. */
import { asProblem, Problem } from "@/api/problem";
import { instrument } from "@/state/instruments";
import { toast } from "@/ui/toast";
import { add, create, type List, MOST_SYMBOLS, symbolsOfCsv } from "./lists";
import { changeLists } from "./use-lists";

const AT_ONCE = 8;

export async function importCsv(file: File, list: List | undefined): Promise<void> {
  const symbols = symbolsOfCsv(await file.text()).slice(0, MOST_SYMBOLS);
  if (symbols.length === 0) {
    toast.failure(new Problem("no_symbols", `There is no symbol in ${file.name}.`));
    return;
  }
  try {
    const { known, unknown } = await sorted(symbols);
    const name = file.name.replace(/\.\w+$/, "").slice(0, 40) || "Imported";
    if (known.length > 0)
      changeLists((all) =>
        list ? add(all, list.id, known) : create(all, crypto.randomUUID(), name, known),
      );
    const left = unknown.length > 0 ? ` Not known, and left out: ${unknown.join(", ")}.` : "";
    toast.info(`${known.length} symbols read from ${file.name}.${left}`);
  } catch (error) {
    toast.failure(asProblem(error));
  }
}

/** @throws Problem it could not be asked which of them exist */
async function sorted(symbols: readonly string[]) {
  const known: string[] = [];
  const unknown: string[] = [];
  for (let from = 0; from < symbols.length; from += AT_ONCE) {
    const some = symbols.slice(from, from + AT_ONCE);
    const exist = await Promise.all(some.map(exists));
    for (const [at, symbol] of some.entries()) (exist[at] ? known : unknown).push(symbol);
  }
  return { known, unknown };
}

async function exists(symbol: string): Promise<boolean> {
  try {
    await instrument(symbol);
    return true;
  } catch (error) {
    if (asProblem(error).status === 404) return false;
    throw error;
  }
}
