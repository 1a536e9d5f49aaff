/** Orders as rows. */
import type { Order } from "@/state/order-intent";
import { ruleName } from "@/state/rejections";
import type { Column } from "@/ui/data-table";
import { dateTime, money, price, quantity, time } from "@/ui/format";
import { OrderLink } from "./order-address";

const text = (
  id: string,
  header: string,
  value: (order: Order) => string | null,
  width = 90,
): Column<Order> => ({
  id,
  header,
  width,
  cell: (order) => value(order) || "—",
  sortValue: (order) => value(order) ?? "",
  csv: (order) => value(order) ?? "",
});

const number = (
  id: string,
  header: string,
  value: (order: Order) => string | null,
  shown: (value: string | null) => string,
  width = 80,
): Column<Order> => ({
  ...text(id, header, value, width),
  align: "end",
  cell: (order) => shown(value(order)),
});

export const statusOf = (order: Order): string => order.status.replaceAll("_", " ");

/** What can be told of an order in a cell: filled of how much. */
export const filledOf = (order: Order): string =>
  order.quantity
    ? `${quantity(order.filled_quantity)} / ${quantity(order.quantity)}`
    : quantity(order.filled_quantity);

const when: Column<Order> = {
  id: "created",
  header: "Placed",
  isTime: true,
  width: 90,
  cell: ({ created_at: at }) => <span title={dateTime(at)}>{time(at)}</span>,
  sortValue: ({ created_at: at }) => at,
  csv: ({ created_at: at }) => at,
};

const symbol: Column<Order> = {
  ...text("symbol", "Symbol", (order) => order.symbol, 76),
  alwaysShown: true,
  cell: ({ symbol: name, order_id: orderId }) => <OrderLink orderId={orderId}>{name}</OrderLink>,
};

const side: Column<Order> = {
  ...text("side", "Side", (order) => order.side, 56),
  cell: ({ side: way }) => (
    <span className={way === "buy" ? "text-up" : "text-down"}>
      {way === "buy" ? "Buy" : "Sell"}
    </span>
  ),
};

const status: Column<Order> = {
  ...text("status", "Status", (order) => order.status, 110),
  cell: (order) => (
    <span className={order.status === "rejected" ? "text-danger" : ""}>{statusOf(order)}</span>
  ),
};

const trailOf = (order: Order): string | null =>
  order.trail_percent ? `${order.trail_percent} %` : order.trail_price;

const amount: Column<Order>[] = [
  number("quantity", "Quantity", (order) => order.quantity, quantity),
  number("notional", "Amount", (order) => order.notional, money),
  {
    ...number("filled", "Filled", (order) => order.filled_quantity, quantity, 96),
    cell: filledOf,
  },
  number("average", "Avg price", (order) => order.average_price, price),
];

const prices: Column<Order>[] = [
  number("limit", "Limit", (order) => order.limit_price, price),
  number("stop", "Stop", (order) => order.stop_price, price),
  text("trail", "Trail", trailOf, 70),
];

const kind = text("type", "Type", (order) => order.type.replaceAll("_", " "), 96);
const force: Column<Order> = {
  ...text("force", "TIF", (order) => order.time_in_force, 60),
  term: "timeInForce",
};
const group = text(
  "group",
  "Group",
  (order) => order.leg?.replace("_", " ") ?? order.order_class,
  90,
);
const fee = number("fee", "Fees", (order) => order.fee, money, 70);
const clientId = text("client", "Client id", (order) => order.client_order_id, 130);
const id = text("id", "Order id", (order) => order.order_id, 130);
const why = text("why", "What happened last", (order) => order.reason, 220);

export const OPEN_COLUMNS: readonly Column<Order>[] = [
  symbol,
  side,
  kind,
  ...amount,
  ...prices,
  force,
  status,
  group,
  when,
  why,
  clientId,
  id,
];
export const HISTORY_COLUMNS: readonly Column<Order>[] = [
  when,
  symbol,
  side,
  kind,
  ...amount,
  ...prices,
  force,
  status,
  fee,
  why,
  group,
  clientId,
  id,
];
export const REJECTION_COLUMNS: readonly Column<Order>[] = [
  when,
  symbol,
  side,
  kind,
  number("quantity", "Quantity", (order) => order.quantity, quantity),
  number("limit", "Limit", (order) => order.limit_price, price),
  text("rule", "Rule", ({ rejection_reason: reason }) => reason && ruleName(reason), 170),
  text("reason", "Why", (order) => order.rejection_rule ?? order.reason, 260),
  text("code", "Code", (order) => order.rejection_reason, 150),
  text("by", "Refused by", (order) => order.rejected_by, 90),
  clientId,
  id,
];
