/**
 * Per cent of the buying power come to less than they would at the market's price: the server holds
 * the worst price at which an order may trade, and its fees, and some orders may use less of what
 * there is. So it is asked about an order of about that size, and what it says of that is reckoned
 * with.
 */
import type { PlaceOrder } from "@/state/order-intent";
import { add, compare, divide, isZero, multiply, subtract } from "@/ui/decimal";
import { type Estimate, useEstimate } from "./estimate";
import type { Form, Kind } from "./form";
import { type Request, requestOf } from "./request";
import { type Holdings, isOfPosition, type Room } from "./size";

const PLACES = 8;
const SMALLEST = "0.00000001";

/** `undefined` where nothing is held for it, and so nothing can be reckoned from that. */
export function roomOf({ preview, verdict }: Estimate): Room | undefined {
  const { holds_buying_power: holds, buying_power_afterwards: left, quantity } = verdict;
  const fee = preview.side === "buy" ? preview.fee_bound : "0";
  if (isZero(quantity) || compare(holds, fee) <= 0) return undefined;
  // Rounded up: what is held for a share must not be thought less than it is.
  const dollars = subtract(holds, fee);
  const near = divide(dollars, quantity, PLACES);
  const perShare = compare(multiply(near, quantity), dollars) < 0 ? add(near, SMALLEST) : near;
  return { buyingPower: add(left, holds), fee, perShare };
}

/** Fees grow with the size: what is known of another size holds for one like it. */
function isNear(one: PlaceOrder | Estimate["preview"], other: PlaceOrder): boolean {
  const a = one.notional ?? one.quantity ?? "0";
  const b = other.notional ?? other.quantity ?? "0";
  return compare(multiply(a, "1.02"), b) >= 0 && compare(multiply(b, "1.02"), a) >= 0;
}

/** The order that the form says, where per cent come to what the server takes. */
export function useRequest(form: Form, holdings: Holdings, kind: Kind): Request {
  const guessed = requestOf(form, holdings, kind);
  const isAsked = form.sizeBy === "percent" && !isOfPosition(form, holdings);
  const probe = isAsked ? guessed.body : undefined;
  const asked = useEstimate(probe);
  if (!probe || asked.kind === "refused") return guessed;
  if (asked.kind !== "known" || (asked.isOld && !isNear(asked.estimate.preview, probe)))
    return { body: undefined, missing: { size: "How much that is, is being asked…" } };
  return requestOf(form, { ...holdings, room: roomOf(asked.estimate) }, kind);
}
