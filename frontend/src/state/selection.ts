/** The instrument that all panels show. It is in the address too, so that a link leads to it. */
import { create } from "zustand";

interface Selection {
  readonly symbol: string;
  readonly select: (symbol: string) => void;
}

const FIRST = "AAPL";
const PARAMETER = "symbol";

function inAddress(): string | undefined {
  const symbol = new URLSearchParams(globalThis.location?.search ?? "").get(PARAMETER);
  return symbol?.toUpperCase() || undefined;
}

export const useSelection = create<Selection>((set, get) => ({
  symbol: inAddress() ?? FIRST,
  select: (symbol) => {
    const next = symbol.toUpperCase();
    if (next && next !== get().symbol) set({ symbol: next });
  },
}));

/** Outside of React. */
export const select = (symbol: string): void => useSelection.getState().select(symbol);
