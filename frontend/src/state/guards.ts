/** What looks like a slip of the finger, and is asked about once more. */
import {
  abs,
  add,
  compare,
  divide,
  isDecimal,
  multiply,
  scale,
  sign,
  subtract,
} from "@/ui/decimal";
import type { PlaceOrder } from "./order-intent";
import { preferences } from "./preferences";
import type { Unit } from "./units";

export interface Guards {
  /** How far a price may be off the market, in per cent; "" asks about none. */
  readonly pricePercent: string;
  /** How many times the usual quantity an order may have; "" asks about none. */
  readonly timesUsual: string;
}

declare module "./preferences" {
  interface Preferences {
    readonly orderGuards?: Guards;
  }
}

export const GUARDS: Guards = { pricePercent: "5", timesUsual: "5" };
export const orderGuards = (): Guards => preferences().orderGuards ?? GUARDS;

export interface Known {
  readonly bid: string | undefined;
  readonly ask: string | undefined;
  /** Quantities of the last orders in this symbol. */
  readonly quantities: readonly string[];
  readonly unit: Unit;
}

/** So many orders have to be there before something is usual. */
const ENOUGH = 3;
/** Exits are meant to be away from the market: they are asked about so many times as far off. */
const EXITS = "4";

/** What may be wrong about an order, or about another in its place. */
export type Guarded = Partial<
  Pick<
    PlaceOrder,
    "quantity" | "notional" | "limit_price" | "stop_price" | "take_profit" | "stop_loss"
  >
>;

/** A sentence for each. */
export function slips(order: Guarded, known: Known, guards = orderGuards()): string[] {
  const exit = (what: string, price: string | null | undefined) =>
    awayFrom(what, price, known, guards, EXITS);
  return [
    awayFrom("The limit", order.limit_price, known, guards),
    awayFrom("The stop", order.stop_price, known, guards),
    exit("The take-profit", order.take_profit?.limit_price),
    exit("The stop-loss", order.stop_loss?.stop_price),
    exit("The limit of the stop-loss", order.stop_loss?.limit_price),
    unusual(order.quantity, known, guards),
    unusualMoney(order.notional, known, guards),
  ].filter((one) => one !== undefined);
}

function awayFrom(
  what: string,
  price: string | null | undefined,
  { bid, ask }: Known,
  { pricePercent }: Guards,
  times = "1",
): string | undefined {
  const market = middle(bid, ask);
  if (!price || !market || sign(market) <= 0 || !isPositive(pricePercent)) return undefined;
  const most = multiply(pricePercent, times);
  const percent = divide(multiply(abs(subtract(price, market)), "100"), market, 1);
  if (compare(percent, most) < 0) return undefined;
  const way = compare(price, market) > 0 ? "above" : "below";
  return `${what}, ${price}, is ${percent} % ${way} the market (${market}).`;
}

function unusual(
  quantity: string | null | undefined,
  { quantities, unit }: Known,
  { timesUsual }: Guards,
): string | undefined {
  const usual = median(quantities);
  if (!quantity || !usual || !isPositive(timesUsual)) return undefined;
  if (compare(quantity, multiply(usual, timesUsual)) <= 0) return undefined;
  const times = divide(quantity, usual, 1);
  return `${quantity} ${unit.many} is ${times} times your usual order of ${usual}.`;
}

/** Money against what the usual quantity is worth now. */
function unusualMoney(
  dollars: string | null | undefined,
  { quantities, unit, bid, ask }: Known,
  { timesUsual }: Guards,
): string | undefined {
  const usual = median(quantities);
  const market = middle(bid, ask);
  if (!dollars || !usual || !market || !isPositive(timesUsual)) return undefined;
  const worth = multiply(usual, market);
  if (sign(worth) <= 0 || compare(dollars, multiply(worth, timesUsual)) <= 0) return undefined;
  const times = divide(dollars, worth, 1);
  const said = `your usual order of ${usual} ${unit.many} ($${scale(worth, 2)})`;
  return `$${dollars} is ${times} times ${said}.`;
}

/** What stands in the middle, so that one large order does not make large orders usual. */
export function median(quantities: readonly string[]): string | undefined {
  if (quantities.length < ENOUGH) return undefined;
  return [...quantities].sort(compare)[Math.floor(quantities.length / 2)];
}

export function middle(bid: string | undefined, ask: string | undefined): string | undefined {
  if (bid && ask) return trimmed(multiply(add(bid, ask), "0.5"));
  return bid ?? ask;
}

const trimmed = (value: string): string => value.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
const isPositive = (value: string): boolean => isDecimal(value) && sign(value) > 0;
