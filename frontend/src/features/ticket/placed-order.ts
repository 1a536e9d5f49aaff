/** The order that was sent last, as it goes on. */
import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/orders";
import type { Order } from "@/state/order-intent";
import { ruleName } from "@/state/rejections";
import { price, quantity } from "@/ui/format";

type Status = components["schemas"]["OrderStatus"];

/** The stream says what happens; this is for when it is down. */
const ASK_MS = 2000;
const MOVING: readonly Status[] = ["pending_new", "accepted", "pending_cancel", "pending_replace"];

export function usePlacedOrder(accountId: string | undefined, orderId: string | undefined) {
  return useQuery({
    queryKey: [accountId, "order", orderId],
    queryFn: () =>
      call(
        api.orders.GET("/api/orders/{order_id}", { params: { path: { order_id: orderId ?? "" } } }),
      ),
    enabled: orderId !== undefined,
    refetchInterval: ({ state }) => {
      const status = state.data?.status;
      return !status || MOVING.includes(status) ? ASK_MS : false;
    },
  });
}

export type Tone = "wait" | "good" | "bad";

/** What became of it, in a few words. */
export function progressOf(order: Order): { tone: Tone; text: string } {
  const filled = quantity(order.filled_quantity);
  const of = order.quantity ? `${filled} of ${quantity(order.quantity)}` : filled;
  const at = order.average_price ? ` at ${price(order.average_price)}` : "";
  const texts: Record<Status, [Tone, string]> = {
    pending_new: ["wait", "Sent: the risk rules look at it"],
    accepted: ["wait", "Accepted: on its way to the market"],
    held: ["wait", "Held: it waits for its entry"],
    new: ["wait", "Working: it waits for its price"],
    partially_filled: ["wait", `Working: filled ${of}${at}`],
    pending_cancel: ["wait", "Cancel requested"],
    pending_replace: ["wait", "Replacement requested"],
    filled: ["good", `Filled ${of}${at}`],
    canceled: ["bad", `Canceled; filled ${of}${at}`],
    expired: ["bad", `Expired; filled ${of}${at}`],
    replaced: ["wait", "Replaced by another order"],
    rejected: ["bad", whyRejected(order)],
  };
  // A status that came into the world after this was built is still shown.
  const [tone, text] = texts[order.status] ?? ["wait", String(order.status)];
  return { tone, text };
}

function whyRejected({ rejection_reason: reason, rejection_rule: rule }: Order): string {
  const name = reason ? ruleName(reason) : "No reason was given";
  return `Rejected: ${name}.${rule ? ` ${rule}` : ""}${reason ? ` (${reason})` : ""}`;
}
