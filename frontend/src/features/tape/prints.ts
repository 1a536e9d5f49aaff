/** Prints of the tape, and which way each went. */
import type { Trade } from "@/live/frames";
import { compare, isDecimal } from "@/ui/decimal";

export type Way = "up" | "down" | "same";

export interface Print {
  readonly trade: Trade;
  /** Against the print before, of whatever size. */
  readonly way: Way;
}

const WAYS = { "-1": "down", "0": "same", "1": "up" } as const;

/** `tape` has the newest first. Prints of fewer shares than `least` are left out. */
export function printsOf(tape: readonly Trade[], least: string): Print[] {
  const isFiltered = isDecimal(least);
  const all = tape.map((trade, index): Print => {
    const before = tape[index + 1];
    return { trade, way: before ? WAYS[`${compare(trade.price, before.price)}`] : "same" };
  });
  return isFiltered ? all.filter(({ trade }) => compare(trade.size, least) >= 0) : all;
}
