/** The price that alerts go by: the middle between bid and ask. */
import { add, divide, places } from "@/ui/decimal";

interface Sides {
  readonly bid?: string | null;
  readonly ask?: string | null;
  readonly stale?: boolean;
}

/** `undefined` where a side is missing, or the source has fallen silent: then nothing goes off. */
export function middle(quote: Sides | undefined): string | undefined {
  if (!quote?.bid || !quote.ask || quote.stale) return undefined;
  const digits = Math.max(places(quote.bid), places(quote.ask)) + 1;
  return divide(add(quote.bid, quote.ask), "2", digits);
}
