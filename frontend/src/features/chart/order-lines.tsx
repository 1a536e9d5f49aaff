import { useState } from "react";
import { slips } from "@/state/guards";
import type { StandingOrder } from "@/state/open-orders";
import { replacing } from "@/state/order-actions";
import { useKnown } from "@/state/usual";
import { Confirm } from "@/ui/dialog";
import { price } from "@/ui/format";
import { OrderLine, type OrderLineProps, titleOf } from "./order-line";

interface OrderLinesProps extends Pick<OrderLineProps, "tick" | "yOf" | "priceAt"> {
  orders: readonly StandingOrder[];
}

interface Amendment {
  readonly standing: StandingOrder;
  readonly price: string;
  readonly slips: readonly string[];
  readonly run: () => Promise<unknown>;
}

/** Open orders over the chart, and the question before one is amended. */
export function OrderLines({ orders, tick, yOf, priceAt }: OrderLinesProps) {
  const [asked, setAsked] = useState<Amendment>();
  const known = useKnown(orders[0]?.order.symbol ?? "");
  const onAmend = (standing: StandingOrder, to: string) => {
    const replace = replacing(standing.order);
    const changes = { [standing.kind]: to };
    const found = slips(changes, known);
    setAsked({ standing, price: to, slips: found, run: () => replace(changes) });
  };
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden">
      {orders.map((one) => (
        <OrderLine
          key={`${one.order.order_id} ${one.kind}`}
          standing={one}
          {...{ tick, yOf, priceAt, onAmend }}
        />
      ))}
      <Confirm
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        title="Amend the order?"
        confirmLabel="Amend"
        slips={asked?.slips ?? []}
        onConfirm={() => asked?.run()}
      >
        {asked && (
          <p>
            {asked.standing.order.symbol}, {titleOf(asked.standing)}: from{" "}
            <strong>{price(asked.standing.price, tick)}</strong> to{" "}
            <strong>{price(asked.price, tick)}</strong>. It loses its place in the queue.
          </p>
        )}
      </Confirm>
    </div>
  );
}
