/**
 * What a trader does to orders and positions that are there. Each is made when the question is
 * asked, for the account of that moment, and is done by calling it: once, however often it is
 * called while it is not known what became of it. Nothing is shown as done before the server said
 * so; where it did not do it, it throws the Problem.
 */
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/orders";
import { asProblem, otherAccount, Problem } from "@/api/problem";
import { queries } from "@/api/query";
import { signedIn, useSession } from "@/api/session";
import { abs, multiply, sign } from "@/ui/decimal";
import { toast } from "@/ui/toast";
import {
  type Intent,
  intend,
  isUncertain,
  type Order,
  type PlaceOrder,
  place,
} from "./order-intent";

export type OrderChanges = components["schemas"]["ReplaceOrderRequest"];
type Closings = components["schemas"]["Closings"];
type Known = Pick<Order, "order_id" | "account_id">;
type Act<Args extends readonly unknown[], T> = (...args: Args) => Promise<T>;

/** Ask for one order, with its group, to be taken back. */
export const cancelling = ({ order_id, account_id }: Known): Act<[], Order> =>
  meant(async () => {
    const order = await call(
      api.orders.DELETE("/api/orders/{order_id}", { params: { path: { order_id } } }),
    );
    show(order);
    toast.info(`Cancel requested: ${titleOf(order)}`, { group: "cancel" });
    return order;
  }, account_id);

/** Ask for all open orders, or those of a symbol, to be taken back. Answers how many they are. */
export const cancellingAll = (symbol?: string): Act<[], number> =>
  meant(async () => {
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

/** Put another order in the place of one. */
export const replacing = ({ order_id, account_id }: Known): Act<[OrderChanges], Order> =>
  meant(async (key, changes: OrderChanges) => {
    const params = { path: { order_id }, header: { "Idempotency-Key": key } };
    const send = () => call(api.orders.PATCH("/api/orders/{order_id}", { params, body: changes }));
    const order = await twice(send);
    show(order);
    toast.info(`Replacement sent: ${titleOf(order)}`, { group: "replace" });
    return order;
  }, account_id);

interface Closing {
  /** So many per cent of it; else all. */
  readonly percentage?: string | undefined;
  /** Take its orders back first. */
  readonly cancelOrders?: boolean;
}

/** Close a position at the market. */
export const closing = (symbol: string, wish: Closing = {}): Act<[], Order> =>
  meant(async (key) => {
    const { percentage, cancelOrders = false } = wish;
    const body = {
      symbol,
      cancel_orders: cancelOrders,
      client_order_id: key,
      ...(percentage && { percentage }),
    };
    const order = await twice(() => call(api.orders.POST("/api/orders/close", { body })));
    show(order);
    toast.info(`Closing ${symbol}: ${titleOf(order)}`);
    return order;
  });

/**
 * Close every position at the market, as far as no order holds it; or take back all orders first.
 *
 * @throws Problem also where only some could be closed: it says which could not, and why.
 */
export const closingAll = (cancelOrders = false): Act<[], Closings> =>
  meant(async () => {
    const body = { cancel_orders: cancelOrders };
    const closings = await call(api.orders.POST("/api/orders/close-all", { body }));
    refresh();
    const left = closings.items.flatMap(({ symbol, problem }) =>
      problem ? [`${symbol}: ${problem.detail}`] : [],
    );
    const under = closings.items.length - left.length;
    toast.info(under ? `Closing ${under} positions` : "No positions to close");
    if (left.length > 0) throw new Problem("not_all_closed", `Not closed: ${left.join(" ")}`, 409);
    return closings;
  });

/**
 * From long to short or the other way round, by one market order for twice the position: for what
 * it is when this is done, and not if it is on another side than `shown` by then.
 */
export function reversing(symbol: string, shown: string): Act<[], Order> {
  const accountId = signedIn().account_id;
  let tried: Intent | undefined;
  return meant(async (key) => {
    // Not known to have arrived, it goes again as it was, whatever the position is by now.
    if (tried?.key !== key)
      tried = { ...intend(reversal(symbol, shown, await held(symbol)), accountId), key };
    const outcome = await place(tried);
    if (outcome.kind !== "placed") throw outcome.problem;
    show(outcome.order);
    toast.info(`Reversing ${symbol}: ${titleOf(outcome.order)}`);
    return outcome.order;
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

/** @throws Problem it is on another side than was shown, or gone. */
function reversal(symbol: string, shown: string, now: string): PlaceOrder {
  if (sign(now) === sign(shown))
    return {
      symbol,
      side: sign(now) < 0 ? "buy" : "sell",
      type: "market",
      quantity: multiply(abs(now), "2"),
    };
  const found = sign(now) === 0 ? "is closed" : `is ${now} shares`;
  const detail = `The position in ${symbol} has changed: it ${found} now. Nothing was sent.`;
  throw new Problem("position_changed", detail, 409);
}

/** The position as the server has it at this moment. */
async function held(symbol: string): Promise<string> {
  try {
    const params = { path: { symbol } };
    return (await call(api.portfolio.GET("/api/portfolio/positions/{symbol}", { params })))
      .quantity;
  } catch (error) {
    if (asProblem(error).status === 404) return "0";
    throw error;
  }
}

/**
 * Work that is meant once, by whoever asks now. Its key is the same in all tries until the server
 * has said yes or no: what may have arrived is not done twice.
 */
function meant<Args extends readonly unknown[], T>(
  work: (key: string, ...args: Args) => Promise<T>,
  accountId = useSession.getState().session?.account_id,
): Act<Args, T> {
  let key: string = crypto.randomUUID();
  return async (...args) => {
    try {
      if (signedIn().account_id !== accountId) throw otherAccount();
      return await work(key, ...args);
    } catch (error) {
      const problem = asProblem(error);
      if (!isUncertain(problem)) key = crypto.randomUUID();
      if (useSession.getState().session) refresh(); // what was done of it the server knows
      throw problem;
    }
  };
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

function refresh(order?: Order): void {
  const account = order?.account_id ?? signedIn().account_id;
  void queries.invalidateQueries({ queryKey: [account, "orders"] });
  if (order) {
    void queries.invalidateQueries({ queryKey: [account, "order", order.order_id] });
    void queries.invalidateQueries({ queryKey: [account, "order-events", order.order_id] });
  }
}

const count = (orders: number): string => (orders === 1 ? "1 order" : `${orders} orders`);
