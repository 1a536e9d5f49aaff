/** Alerts about prices in words. When they go off is decided by the server. */
import { compare, isDecimal, sign } from "@/ui/decimal";
import type { Alert } from "./queries";

type What = Pick<Alert, "symbol" | "kind" | "level">;

/** What is wrong with what was typed, as far as can be seen here; `undefined`: nothing. */
export function mistake(kind: Alert["kind"], level: string, price: string | undefined) {
  if (!price) return "No price is known yet: wait for the first quote.";
  if (!isDecimal(level) || sign(level) <= 0) return "Type a number above zero.";
  if (kind === "crosses" && compare(level, price) === 0) return "The price is there already.";
  return undefined;
}

export function describe({ symbol, kind, level }: What): string {
  return kind === "crosses" ? `${symbol} crosses ${level}` : `${symbol} moves by ${level} %`;
}
