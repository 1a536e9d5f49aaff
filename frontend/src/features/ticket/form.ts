/**
 * What the ticket's fields hold, and which choices go together. The server decides in the end; here
 * is only kept off the form what it would refuse anyway.
 */
import type { components } from "@/api/generated/orders";
import type { PlaceOrder } from "@/state/order-intent";
import { SHARES, type Unit } from "@/state/units";

export type OrderType = components["schemas"]["OrderType"];
export type TimeInForce = components["schemas"]["TimeInForce"];
export type OrderClass = components["schemas"]["OrderClass"];
export type Side = components["schemas"]["Side"];
/** `percent` is of the buying power, or where something is sold that is there, of the position. */
export type SizeBy = "quantity" | "notional" | "percent";
export type TrailBy = "price" | "percent";
export type StopLossBy = "stop_price" | "trail_price" | "trail_percent";

/** Text of fields is kept when a choice hides them, so that going back loses nothing. */
export interface Form {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly sizeBy: SizeBy;
  readonly size: string;
  readonly limitPrice: string;
  readonly stopPrice: string;
  readonly trailBy: TrailBy;
  readonly trail: string;
  readonly orderClass: OrderClass;
  /** Which of the two an oto has. */
  readonly otoExit: "take_profit" | "stop_loss";
  readonly takeProfit: string;
  readonly stopLossBy: StopLossBy;
  readonly stopLoss: string;
  readonly stopLossLimit: string;
  readonly displayQuantity: string;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly extendedHours: boolean;
  /** As a `datetime-local` field has it, in the time zone of the exchange. */
  readonly expiresAt: string;
}

/** What is known of the instrument. */
export interface Kind {
  /** Shares are traded whole, but for day orders. */
  readonly isWhole: boolean;
  /** There are sessions that begin and end, and with them auctions. */
  readonly hasSessions: boolean;
  /** What its quantities count. */
  readonly unit: Unit;
}

export const STOCK: Kind = { isWhole: true, hasSessions: true, unit: SHARES };

export const TYPES: readonly OrderType[] = [
  "market",
  "limit",
  "stop",
  "stop_limit",
  "trailing_stop",
];
const LASTING: readonly TimeInForce[] = ["day", "gtc", "gtd"];
const ALL: readonly TimeInForce[] = [...LASTING, "ioc", "fok", "opg", "cls"];
const OF_GROUPS: readonly TimeInForce[] = ["day", "gtc"];
const AUCTIONS: readonly TimeInForce[] = ["opg", "cls"];

export function emptyForm(symbol: string): Form {
  return {
    symbol,
    side: "buy",
    type: "limit",
    timeInForce: "day",
    sizeBy: "quantity",
    size: "",
    limitPrice: "",
    stopPrice: "",
    trailBy: "percent",
    trail: "",
    orderClass: "simple",
    otoExit: "stop_loss",
    takeProfit: "",
    stopLossBy: "stop_price",
    stopLoss: "",
    stopLossLimit: "",
    displayQuantity: "",
    postOnly: false,
    reduceOnly: false,
    extendedHours: false,
    expiresAt: "",
  };
}

export const hasLimit = (type: OrderType): boolean => type === "limit" || type === "stop_limit";
export const hasStop = (type: OrderType): boolean => type === "stop" || type === "stop_limit";
export const hasTakeProfit = ({ orderClass, otoExit }: Form): boolean =>
  orderClass === "bracket" || (orderClass === "oto" && otoExit === "take_profit");
export const hasStopLoss = ({ orderClass, otoExit }: Form): boolean =>
  orderClass === "bracket" ||
  orderClass === "oco" ||
  (orderClass === "oto" && otoExit === "stop_loss");

export function timesInForce(form: Form, kind: Kind): readonly TimeInForce[] {
  if (form.orderClass !== "simple") return OF_GROUPS;
  const isLasting = form.type !== "market" && form.type !== "limit";
  if (isLasting) return LASTING;
  return kind.hasSessions ? ALL : ALL.filter((one) => !AUCTIONS.includes(one));
}

export function orderClasses(form: Form): readonly OrderClass[] {
  return form.type === "limit" ? ["simple", "bracket", "oto", "oco"] : ["simple", "bracket", "oto"];
}

/** Money says how much only in simple orders that end with the day. */
export function sizesBy(form: Form): readonly SizeBy[] {
  return allowsMoney(form) ? ["quantity", "notional", "percent"] : ["quantity", "percent"];
}

export function allowsMoney(form: Form): boolean {
  const isOfMarket =
    form.type !== "trailing_stop" && !(form.type === "stop" && form.side === "sell");
  const isPlain = form.orderClass === "simple" && form.timeInForce === "day";
  return isOfMarket && isPlain && !form.reduceOnly;
}

/** Parts of a share, too. */
export const allowsFractions = (form: Form, kind: Kind): boolean =>
  !kind.isWhole ||
  (form.type !== "trailing_stop" && form.orderClass === "simple" && form.timeInForce === "day");

export const allowsDisplay = (form: Form): boolean =>
  form.type === "limit" && form.sizeBy !== "notional";
export const allowsPostOnly = (form: Form): boolean =>
  form.type === "limit" && LASTING.includes(form.timeInForce);
export const allowsReduceOnly = (form: Form): boolean =>
  form.orderClass === "simple" || form.orderClass === "oco";
export const allowsExtendedHours = (form: Form): boolean =>
  form.type === "limit" && form.orderClass === "simple" && OF_GROUPS.includes(form.timeInForce);

/** The form after a change, with every choice that no longer goes with it taken back. */
export function changed(form: Form, change: Partial<Form>, kind: Kind = STOCK): Form {
  let next: Form = { ...form, ...change };
  if (!orderClasses(next).includes(next.orderClass)) next = { ...next, orderClass: "simple" };
  if (!timesInForce(next, kind).includes(next.timeInForce)) next = { ...next, timeInForce: "day" };
  if (!sizesBy(next).includes(next.sizeBy)) next = { ...next, sizeBy: "quantity", size: "" };
  return {
    ...next,
    postOnly: next.postOnly && allowsPostOnly(next),
    reduceOnly: next.reduceOnly && allowsReduceOnly(next),
    extendedHours: next.extendedHours && allowsExtendedHours(next),
  };
}

/** The form that a prefilled order asks for; what it does not name stays. Nothing is sent. */
export function prefilled(form: Form, draft: Partial<PlaceOrder>, kind: Kind = STOCK): Form {
  const change: Record<string, unknown> = {
    symbol: draft.symbol,
    side: draft.side,
    type: draft.type,
    timeInForce: draft.time_in_force,
    orderClass: draft.order_class,
    limitPrice: draft.limit_price,
    stopPrice: draft.stop_price,
    takeProfit: draft.take_profit?.limit_price,
    postOnly: draft.post_only,
    reduceOnly: draft.reduce_only,
    extendedHours: draft.extended_hours,
    displayQuantity: draft.display_quantity,
    ...sizeOf(draft),
    ...trailOf(draft),
    ...stopLossOf(draft),
  };
  const named = Object.entries(change).filter(([, value]) => value !== undefined && value !== null);
  return changed(form, Object.fromEntries(named) as Partial<Form>, kind);
}

function sizeOf({ quantity, notional }: Partial<PlaceOrder>): Partial<Form> {
  if (quantity) return { sizeBy: "quantity", size: quantity };
  return notional ? { sizeBy: "notional", size: notional } : {};
}

function trailOf({ trail_price, trail_percent }: Partial<PlaceOrder>): Partial<Form> {
  if (trail_price) return { trailBy: "price", trail: trail_price };
  return trail_percent ? { trailBy: "percent", trail: trail_percent } : {};
}

function stopLossOf({ stop_loss: stop }: Partial<PlaceOrder>): Partial<Form> {
  if (!stop) return {};
  if (stop.trail_price) return { stopLossBy: "trail_price", stopLoss: stop.trail_price };
  if (stop.trail_percent) return { stopLossBy: "trail_percent", stopLoss: stop.trail_percent };
  const limit = stop.limit_price ? { stopLossLimit: stop.limit_price } : {};
  return stop.stop_price ? { stopLossBy: "stop_price", stopLoss: stop.stop_price, ...limit } : {};
}
