import { useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/orders";
import { asProblem } from "@/api/problem";
import { useQuote } from "@/live/quotes";
import { cancelling } from "@/state/order-actions";
import { useSelection } from "@/state/selection";
import { useShortcut } from "@/state/shortcuts";
import { announce } from "@/ui/announce";
import { Confirm } from "@/ui/dialog";
import { price, quantity } from "@/ui/format";
import { toast } from "@/ui/toast";

type Order = components["schemas"]["OrderResponse"];

async function newestOpen(): Promise<Order | undefined> {
  const query = { status: "open", direction: "desc", limit: 1 } as const;
  const { items } = await call(api.orders.GET("/api/orders", { params: { query } }));
  return items[0];
}

/** Keys that are about orders and prices, and need no panel for it. */
export default function TradingKeys() {
  const symbol = useSelection((state) => state.symbol);
  const quote = useQuote(symbol);
  const [order, setOrder] = useState<Order>();
  useShortcut("readQuote", () => {
    const text = quote
      ? `${symbol}: bid ${price(quote.bid)} for ${quantity(quote.bid_size)}, ` +
        `ask ${price(quote.ask)} for ${quantity(quote.ask_size)}`
      : `${symbol}: no quote yet`;
    announce(text, "assertive");
    toast.info(text, { id: "quote" });
  });
  useShortcut("cancelLast", () => void ask(setOrder));
  if (!order) return null;
  return <CancelOne order={order} onDone={() => setOrder(undefined)} />;
}

async function ask(setOrder: (order: Order) => void): Promise<void> {
  try {
    const order = await newestOpen();
    if (order) setOrder(order);
    else toast.info("No open orders", { id: "no-open-orders" });
  } catch (error) {
    toast.failure(asProblem(error));
  }
}

function CancelOne({ order, onDone }: { order: Order; onDone: () => void }) {
  return (
    <Confirm
      open
      onOpenChange={onDone}
      title="Cancel your newest order?"
      confirmLabel="Cancel the order"
      variant="danger"
      onConfirm={cancelling(order)}
    >
      <p>
        {order.side === "buy" ? "Buy" : "Sell"} {quantity(order.quantity)} {order.symbol},{" "}
        {order.type.replace("_", " ")}
        {order.limit_price && ` at ${price(order.limit_price)}`}.
      </p>
    </Confirm>
  );
}
