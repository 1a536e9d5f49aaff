import { useMemo } from "react";
import { useSymbols } from "@/state/instruments";
import { rank } from "./palette";

export interface Found {
  readonly symbol: string;
  readonly name: string;
}

/** Symbols that fit the text, best first; all of them without one. */
export function useFound(text: string): readonly Found[] {
  const { data } = useSymbols();
  return useMemo(() => {
    const all = data ?? [];
    return all
      .map((one) => ({ one, fits: rank(one.symbol, text, [one.name]) }))
      .filter(({ fits }) => fits > 0)
      .sort((a, b) => b.fits - a.fits)
      .map(({ one }) => ({ symbol: one.symbol, name: one.name }));
  }, [data, text]);
}
