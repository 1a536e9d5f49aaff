/** The order that the form says, word for word as it is sent; or what is missing for that. */

import { fromExchangeTime } from "@/state/exchange-time";
import type { PlaceOrder } from "@/state/order-intent";
import { isDecimal, sign } from "@/ui/decimal";
import {
  allowsDisplay,
  type Form,
  hasLimit,
  hasStop,
  hasStopLoss,
  hasTakeProfit,
  type Kind,
  STOCK,
} from "./form";
import { type Holdings, sized } from "./size";

/** Why a field is not good yet, by its name. */
export type Missing = Partial<Record<keyof Form, string>>;

export type Request =
  | { readonly body: PlaceOrder; readonly missing: Missing }
  | { readonly body: undefined; readonly missing: Missing };

type Part = Partial<PlaceOrder>;

/** What is not used stays out of the body, rather than being sent as nothing. */
export function requestOf(form: Form, holdings: Holdings, kind: Kind = STOCK): Request {
  const missing: Missing = {};
  const read = (field: keyof Form, what: string): string => {
    const problem = problemOf(String(form[field]), what);
    if (problem) missing[field] = problem;
    return String(form[field]);
  };
  const size = sized(form, holdings, kind);
  if ("missing" in size) missing.size = size.missing;
  const body: PlaceOrder = {
    symbol: form.symbol,
    side: form.side,
    type: form.type,
    time_in_force: form.timeInForce,
    ...("missing" in size ? {} : size),
    ...pricesOf(form, read),
    ...exitsOf(form, read),
    ...flagsOf(form, missing),
  };
  return Object.keys(missing).length > 0 ? { body: undefined, missing } : { body, missing };
}

type Read = (field: keyof Form, what: string) => string;

function pricesOf(form: Form, read: Read): Part {
  const part: Part = {};
  if (hasLimit(form.type)) part.limit_price = read("limitPrice", "a limit price");
  if (hasStop(form.type)) part.stop_price = read("stopPrice", "a stop price");
  if (form.type === "trailing_stop") {
    const trail = read("trail", "how far it trails");
    if (form.trailBy === "price") part.trail_price = trail;
    else part.trail_percent = trail;
  }
  return part;
}

function exitsOf(form: Form, read: Read): Part {
  if (form.orderClass === "simple") return {};
  const part: Part = { order_class: form.orderClass };
  if (hasTakeProfit(form))
    part.take_profit = { limit_price: read("takeProfit", "where it takes the profit") };
  if (hasStopLoss(form)) {
    const stop = read("stopLoss", "where it stops the loss");
    const hasStopLimit = form.stopLossBy === "stop_price" && form.stopLossLimit !== "";
    part.stop_loss = {
      [form.stopLossBy]: stop,
      ...(hasStopLimit && { limit_price: read("stopLossLimit", "the limit of the stop") }),
    };
  }
  return part;
}

function flagsOf(form: Form, missing: Missing): Part {
  const part: Part = {};
  if (form.postOnly) part.post_only = true;
  if (form.reduceOnly) part.reduce_only = true;
  if (form.extendedHours) part.extended_hours = true;
  if (allowsDisplay(form) && form.displayQuantity !== "") {
    const problem = problemOf(form.displayQuantity, "how much others see");
    if (problem) missing.displayQuantity = problem;
    part.display_quantity = form.displayQuantity;
  }
  if (form.timeInForce === "gtd") {
    const expiresAt = fromExchangeTime(form.expiresAt);
    if (!expiresAt) missing.expiresAt = "Say until when.";
    else part.expires_at = expiresAt;
  }
  return part;
}

function problemOf(text: string, what: string): string | undefined {
  if (text === "") return `Say ${what}.`;
  if (!isDecimal(text)) return "This is not a number.";
  return sign(text) > 0 ? undefined : "It has to be more than zero.";
}
