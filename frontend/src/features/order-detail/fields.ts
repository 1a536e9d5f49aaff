/** All that an order says of itself, as names and values. */
import type { components } from "@/api/generated/orders";
import { dateTime, money, price, quantity } from "@/ui/format";

export type Details = components["schemas"]["OrderDetails"];
export type Order = components["schemas"]["OrderResponse"];
type Line = readonly [string, string | null | undefined];

export function fieldsOf(order: Details): [string, string][] {
  const lines: Line[] = [...termsOf(order), ...outcomeOf(order), ...namesOf(order)];
  return lines.flatMap(([name, value]) => (value && value !== "—" ? [[name, value]] : []));
}

function termsOf(order: Details): Line[] {
  return [
    ["Type", order.type.replaceAll("_", " ")],
    ["Time in force", order.time_in_force],
    ["Until", dateTime(order.expires_at)],
    ["Quantity", quantity(order.quantity)],
    ["Amount", money(order.notional)],
    ["Limit price", price(order.limit_price)],
    ["Stop price", price(order.stop_price)],
    ["Trails by", order.trail_percent ? `${order.trail_percent} %` : price(order.trail_price)],
    ["Best price it has seen", price(order.hwm)],
    ["Shown to others", quantity(order.display_quantity)],
    ["Besides", flagsOf(order)],
    ["Group", order.order_class === "simple" ? "" : order.order_class],
    ["Exit for", order.leg?.replace("_", " ")],
    ["Worst price at which it may trade", price(order.bound_price)],
    ["Market when it was placed", price(order.reference_price)],
  ];
}

function outcomeOf(order: Details): Line[] {
  const of = order.quantity ? ` of ${quantity(order.quantity)}` : "";
  return [
    ["Filled", `${quantity(order.filled_quantity)}${of}`],
    ["Average price", price(order.average_price)],
    ["Fees", money(order.fee)],
    ["Placed", dateTime(order.created_at)],
    ["Placed, market time", dateTime(order.market_time)],
    ["Cancel requested", dateTime(order.cancel_requested_at)],
    ["Filled at", dateTime(order.filled_at)],
    ["Canceled at", dateTime(order.canceled_at)],
    ["Expired at", dateTime(order.expired_at)],
    ["Rejected at", dateTime(order.rejected_at)],
    ["Replaced at", dateTime(order.replaced_at)],
    ["Changed last", dateTime(order.updated_at)],
  ];
}

function namesOf(order: Details): Line[] {
  return [
    ["Fill model", order.fill_model],
    ["Fee schedule", order.fees],
    ["Traded by", order.broker],
    ["Order id", order.order_id],
    ["Client order id", order.client_order_id],
  ];
}

function flagsOf(order: Details): string {
  const flags = [
    order.post_only && "post only",
    order.reduce_only && "reduce only",
    order.extended_hours && "extended hours",
  ];
  return flags.filter(Boolean).join(", ");
}
