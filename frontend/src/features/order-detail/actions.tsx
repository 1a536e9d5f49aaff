import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useDraft } from "@/state/draft";
import { cancelling } from "@/state/order-actions";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import type { Details } from "./fields";

const LIVE: readonly Details["status"][] = [
  "pending_new",
  "accepted",
  "held",
  "new",
  "partially_filled",
  "pending_replace",
];

/** What can be done with the order as it is now. */
export function Actions({ order }: { order: Details }) {
  const [isAsked, setAsked] = useState(false);
  const navigate = useNavigate();
  const again = () => {
    useDraft.getState().request(draftOf(order));
    void navigate({ to: "/" });
  };
  return (
    <>
      <Button onClick={again}>Fill the ticket with it</Button>
      {LIVE.includes(order.status) && (
        <Button variant="danger" onClick={() => setAsked(true)}>
          Cancel the order
        </Button>
      )}
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title="Cancel this order?"
        confirmLabel="Cancel the order"
        variant="danger"
        onConfirm={cancelling(order)}
      >
        <p>It loses its place in the line. What has traded already stays.</p>
        {order.order_class !== "simple" && <p>All orders of its group are canceled with it.</p>}
      </Confirm>
    </>
  );
}

/** The same order, to be looked at and sent by its owner; its name is its own. */
export function draftOf(order: Details) {
  return {
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    time_in_force: order.time_in_force,
    quantity: order.quantity,
    notional: order.notional,
    limit_price: order.limit_price,
    stop_price: order.type === "trailing_stop" ? null : order.stop_price,
    trail_price: order.trail_price,
    trail_percent: order.trail_percent,
    display_quantity: order.display_quantity,
    post_only: order.post_only,
    reduce_only: order.reduce_only,
    extended_hours: order.extended_hours,
  };
}
