/** What an event says about an order, written into lists that are already on the screen. */
import type { PrivateFrame } from "./frames";

export type Change = Readonly<Record<string, unknown>>;
export type Changes = ReadonlyMap<string, Change>;

/** What is different about the order; `undefined` if the event does not say. */
export function changeOf(frame: PrivateFrame): Change | undefined {
  switch (frame.type) {
    case "ORDER_ACCEPTED":
      return { status: "new" };
    case "ORDER_CANCEL_REQUESTED":
      return { status: "pending_cancel" };
    case "ORDER_UPDATED":
      return { status: frame.data.status, reason: frame.data.reason };
    case "ORDER_PARTIALLY_FILLED":
      return { status: "partially_filled", filled_quantity: frame.data.filled_quantity };
    case "ORDER_FILLED":
      return { status: "filled", filled_quantity: frame.data.filled_quantity };
    case "ORDER_CANCELED":
      return { status: "canceled", reason: frame.data.reason ?? null };
    case "ORDER_EXPIRED":
      return { status: "expired", reason: frame.data.reason ?? null };
    case "ORDER_REPLACED":
      return { status: "replaced", replaced_by: frame.data.replacement_id };
    case "ORDER_REJECTED":
      return {
        status: "rejected",
        rejected_by: frame.data.rejected_by ?? null,
        rejection_reason: frame.data.reason,
        rejection_rule: frame.data.rule,
      };
    default:
      return undefined;
  }
}

/** `data` with the orders in it changed, however deep they lie; the same object if none is. */
export function patched<T>(data: T, changes: Changes): T {
  if (Array.isArray(data)) return patchedList(data, changes) as T;
  if (!isObject(data)) return data;
  const change = typeof data.order_id === "string" ? changes.get(data.order_id) : undefined;
  let result: Record<string, unknown> = data;
  for (const [name, value] of Object.entries(data)) {
    if (!isObject(value) && !Array.isArray(value)) continue;
    const inner = patched(value, changes);
    if (inner !== value) result = { ...result, [name]: inner };
  }
  const isOrder = change && "status" in data;
  return (isOrder ? { ...result, ...change } : result) as T;
}

function patchedList(list: readonly unknown[], changes: Changes): readonly unknown[] {
  let isSame = true;
  const result = list.map((one) => {
    const other = patched(one, changes);
    if (other !== one) isSame = false;
    return other;
  });
  return isSame ? list : result;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
