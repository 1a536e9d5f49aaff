import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { remember } from "@/state/recent-symbols";
import { select, useSelection } from "@/state/selection";

/** Keeps the selected symbol and the address the same, whichever of the two changes. */
export function useSymbolInAddress(): void {
  const { symbol: inAddress } = useSearch({ from: "/shell/" });
  const symbol = useSelection((state) => state.symbol);
  const navigate = useNavigate({ from: "/" });
  const seen = useRef<string>(undefined);

  useEffect(() => {
    // Back, forward, or a link: the address leads.
    if (inAddress && inAddress !== seen.current) {
      seen.current = inAddress;
      select(inAddress);
    }
  }, [inAddress]);

  useEffect(() => {
    const selected = useSelection.getState().symbol;
    if (selected !== seen.current) {
      seen.current = selected;
      void navigate({ search: (before) => ({ ...before, symbol: selected }), replace: true });
    }
    document.title = `${symbol} · Outcry`;
    remember(symbol);
  }, [symbol, navigate]);
}
