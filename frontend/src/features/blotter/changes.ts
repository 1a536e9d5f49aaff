/** What is to be different about an order: only what was changed is sent. */
import type { OrderChanges } from "@/state/order-actions";
import type { Order } from "@/state/order-intent";
import { compare, isDecimal, sign } from "@/ui/decimal";

type Amount = "quantity" | "limit_price" | "stop_price" | "trail";
export type Changed = Readonly<Record<Amount, string>> & {
  readonly time_in_force: Order["time_in_force"];
};

interface Field {
  readonly name: Amount;
  readonly label: string;
  readonly step: string;
  readonly has: (order: Order) => boolean;
}

const trailOf = (order: Order): string => order.trail_price ?? order.trail_percent ?? "";

export const FIELDS: readonly Field[] = [
  {
    name: "quantity",
    label: "Quantity in all",
    step: "1",
    has: ({ quantity }) => quantity !== null,
  },
  {
    name: "limit_price",
    label: "Limit price",
    step: "0.01",
    has: (one) => one.limit_price !== null,
  },
  {
    name: "stop_price",
    label: "Stop price",
    step: "0.01",
    has: (one) => one.stop_price !== null && one.type !== "trailing_stop",
  },
  { name: "trail", label: "Trails by", step: "0.01", has: (order) => trailOf(order) !== "" },
];

export function valuesOf(order: Order): Changed {
  return {
    quantity: order.quantity ?? "",
    limit_price: order.limit_price ?? "",
    stop_price: order.stop_price ?? "",
    trail: trailOf(order),
    time_in_force: order.time_in_force,
  };
}

export function changesOf(
  order: Order,
  values: Changed,
): { changes?: OrderChanges; problem?: string } {
  const before = valuesOf(order);
  const changes: OrderChanges = {};
  for (const { name, label } of FIELDS.filter(({ has }) => has(order))) {
    const value = values[name];
    if (!isDecimal(value) || sign(value) <= 0)
      return { problem: `${label} has to be a number above zero.` };
    if (compare(value, before[name]) !== 0) changes[name] = value;
  }
  if (values.time_in_force !== before.time_in_force) changes.time_in_force = values.time_in_force;
  return Object.keys(changes).length > 0 ? { changes } : { problem: "Nothing is different yet." };
}
