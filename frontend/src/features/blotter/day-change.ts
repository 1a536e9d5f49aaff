/** What a day has made of the shares that are there: of those bought today since they were. */
import { abs, add, compare, isZero, multiply, negate, sign, subtract } from "@/ui/decimal";
import type { Fill } from "./sources";

/** Shares of one price: below zero they are owed. */
interface Lot {
  readonly quantity: string;
  /** What their day is counted from; `undefined` if it is not known. */
  readonly from: string | undefined;
}

type Booked = Pick<Fill, "side" | "quantity" | "price">;

const signed = ({ side, quantity }: Booked): string =>
  side === "buy" ? quantity : negate(quantity);

/** What a fill leaves of the lots: it closes the oldest first, what is over is a lot of its own. */
function after(lots: readonly Lot[], change: string, price: string): Lot[] {
  const [first, ...others] = lots;
  if (isZero(change)) return [...lots];
  if (!first || sign(first.quantity) === sign(change))
    return [...lots, { quantity: change, from: price }];
  const left = add(first.quantity, change);
  if (compare(abs(first.quantity), abs(change)) > 0)
    return [{ quantity: left, from: first.from }, ...others];
  return after(others, left, price);
}

/** `fills` of today, the oldest first. `null` where the close before is needed and not known. */
export function dayChangeOf(
  quantity: string,
  mark: string,
  reference: string | undefined,
  fills: readonly Booked[],
): string | null {
  const before = fills.reduce((sum, fill) => subtract(sum, signed(fill)), quantity);
  const overnight: Lot[] = isZero(before) ? [] : [{ quantity: before, from: reference }];
  const lots = fills.reduce((some, fill) => after(some, signed(fill), fill.price), overnight);
  let sum = "0";
  for (const { quantity: held, from } of lots) {
    if (from === undefined) return null;
    sum = add(sum, multiply(held, subtract(mark, from)));
  }
  return sum;
}
