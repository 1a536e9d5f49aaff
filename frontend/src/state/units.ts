/** What a quantity of an instrument counts. */
import { useCallback } from "react";
import { type Instrument, useSymbols } from "./instruments";

export interface Unit {
  readonly one: string;
  readonly many: string;
}

export const SHARES: Unit = { one: "share", many: "shares" };
const UNITS: Unit = { one: "unit", many: "units" };
const QUOTED_IN = "USD";

/**
 * Shares of a stock or a fund; of a pair, which is all else, what stands before the dollars: a
 * quantity of BTCUSD counts BTC. Of what is not known yet we think as the ticket does: a stock.
 */
export function unitOf(of: Pick<Instrument, "symbol" | "asset_class"> | undefined): Unit {
  if (!of || of.asset_class === "stock" || of.asset_class === "etf") return SHARES;
  const { symbol } = of;
  const base = symbol.endsWith(QUOTED_IN) ? symbol.slice(0, -QUOTED_IN.length) : "";
  return base ? { one: base, many: base } : UNITS;
}

/** By symbol, of all that has prices here. */
export function useUnits(): (symbol: string) => Unit {
  const { data } = useSymbols();
  return useCallback((symbol) => unitOf(data?.find((one) => one.symbol === symbol)), [data]);
}
