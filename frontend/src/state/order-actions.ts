/**
 * What a trader does to orders and positions that are there. Each says what came of it in a toast
 * and answers what the server said, or `undefined` where it did not do it. Nothing is shown as
 * done before the server said so.
 */
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/orders";
import { asProblem, Problem } from "@/api/problem";
import { queries } from "@/api/query";
import { signedIn } from "@/api/session";
import { abs, multiply, sign } from "@/ui/decimal";
import { toast } from "@/ui/toast";
import {
  intend,
  isUncertain,
  type Order,
  type Outcome,
  type PlaceOrder,
  place,
} from "./order-intent";

export type OrderChanges = components["schemas"]["ReplaceOrderRequest"];
type Closings = components["schemas"]["Closings"];

/** Ask for one order, with its group, to be taken back. */
export async function cancelOrder(orderId: string): Promise<Order | undefined> {
  return await told(async () => {
    const order = await call(
      api.orders.DELETE("/api/orders/{order_id}", { params: { path: { order_id: orderId } } }),
    );
    show(order);
    toast.info(`Cancel requested: ${titleOf(order)}`, { group: "cancel" });
    return order;
  });
}

/** Ask for all open orders, or those of a symbol, to be taken back. Answers how many they are. */
export async function cancelAll(symbol?: string): Promise<number | undefined> {
  return await told(async () => {
    const { items } = await call(
      api.orders.DELETE("/api/orders", { params: { query: symbol ? { symbol } : {} } }),
    );
    refresh();
    const of = symbol ? ` of ${symbol}` : "";
    toast.info(
      items.length ? `Cancel requested: ${count(items.length)}${of}` : `No open orders${of}`,
    );
    return items.length;
  });
}

/** Put another order in the place of one. A repeat with the same `key` is answered as the first. */
export async function replaceOrder(
  orderId: string,
  changes: OrderChanges,
  key: string = crypto.randomUUID(),
): Promise<Order | undefined> {
  return await told(async () => {
    const send = () =>
      call(
        api.orders.PATCH("/api/orders/{order_id}", {
          params: { path: { order_id: orderId }, header: { "Idempotency-Key": key } },
          body: changes,
        }),
      );
    const order = await twice(send);
    show(order);
    toast.info(`Replacement sent: ${titleOf(order)}`, { group: "replace" });
    return order;
  });
}

/** Close a position, or so many per cent of it, at the market. */
export async function closePosition(
  symbol: string,
  percentage?: string,
  cancelOrders = false,
): Promise<Order | undefined> {
  return await told(async () => {
    const body = {
      symbol,
      cancel_orders: cancelOrders,
      client_order_id: crypto.randomUUID(),
      ...(percentage && { percentage }),
    };
    const order = await twice(() => call(api.orders.POST("/api/orders/close", { body })));
    show(order);
    toast.info(`Closing ${symbol}: ${titleOf(order)}`);
    return order;
  });
}

/** Close every position at the market, as far as no order holds it. */
export async function closeAll(): Promise<Closings | undefined> {
  return await closeEverything(false);
}

/** Take back all orders and close all positions; or only those of `symbol`. */
export async function flatten(symbol?: string): Promise<boolean> {
  if (symbol) return (await closePosition(symbol, undefined, true)) !== undefined;
  return (await closeEverything(true)) !== undefined;
}

/** From long to short or the other way round, by one market order for twice the position. */
export async function reverse(symbol: string, quantity: string): Promise<Order | undefined> {
  const side: PlaceOrder["side"] = sign(quantity) < 0 ? "buy" : "sell";
  const twiceIt = multiply(abs(quantity), "2");
  return await told(async () => {
    const order = placed(await place(intend({ symbol, side, type: "market", quantity: twiceIt })));
    show(order);
    toast.info(`Reversing ${symbol}: ${titleOf(order)}`);
    return order;
  });
}

/** Shown now, where it is shown already; lists and figures follow. */
export function show(order: Order): void {
  queries.setQueryData([order.account_id, "order", order.order_id], (old: Order | undefined) =>
    old ? { ...old, ...order, legs: order.legs ?? old.legs } : undefined,
  );
  refresh(order);
}

/** An order in a few words. */
export function titleOf(order: Order): string {
  const size = order.quantity ?? (order.notional ? `$${order.notional} of` : "");
  return `${order.side} ${size} ${order.symbol} ${order.type.replace("_", " ")}`;
}

async function closeEverything(cancelOrders: boolean): Promise<Closings | undefined> {
  return await told(async () => {
    const body = { cancel_orders: cancelOrders };
    const closings = await call(api.orders.POST("/api/orders/close-all", { body }));
    refresh();
    const left = closings.items.filter((one) => one.problem);
    const closing = closings.items.length - left.length;
    toast.info(closing ? `Closing ${closing} positions` : "No positions to close");
    for (const { symbol, problem } of left)
      if (problem) toast.failure(new Problem(problem.code, `${symbol}: ${problem.detail}`));
    return closings;
  });
}

function placed(outcome: Outcome): Order {
  if (outcome.kind === "placed") return outcome.order;
  throw outcome.problem;
}

/** Once more where nobody answered; only for what the server does once however often it is asked. */
async function twice<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isUncertain(asProblem(error))) throw error;
    return await send();
  }
}

async function told<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    toast.failure(asProblem(error));
    refresh(); // what was done of it, if anything, the server knows
    return undefined;
  }
}

function refresh(order?: Order): void {
  const account = order?.account_id ?? signedIn().account_id;
  void queries.invalidateQueries({ queryKey: [account, "orders"] });
  if (order) {
    void queries.invalidateQueries({ queryKey: [account, "order", order.order_id] });
    void queries.invalidateQueries({ queryKey: [account, "order-events", order.order_id] });
  }
}

const count = (orders: number): string => (orders === 1 ? "1 order" : `${orders} orders`);
