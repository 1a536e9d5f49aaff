/** Fills as rows. */
import type { Column } from "@/ui/data-table";
import { dateTime, money, price, quantity } from "@/ui/format";
import { Signed } from "@/ui/signed";
import { OrderLink } from "./order-address";
import type { Fill } from "./sources";

export const FILL_COLUMNS: readonly Column<Fill>[] = [
  {
    id: "time",
    header: "Time",
    isTime: true,
    width: 140,
    cell: (fill) => dateTime(fill.market_time ?? fill.booked_at),
    sortValue: (fill) => fill.market_time ?? fill.booked_at,
  },
  {
    id: "symbol",
    header: "Symbol",
    width: 76,
    alwaysShown: true,
    cell: ({ symbol, order_id: orderId }) => <OrderLink orderId={orderId}>{symbol}</OrderLink>,
    sortValue: ({ symbol }) => symbol,
  },
  {
    id: "side",
    header: "Side",
    width: 56,
    cell: ({ side }) => (
      <span className={side === "buy" ? "text-up" : "text-down"}>
        {side === "buy" ? "Buy" : "Sell"}
      </span>
    ),
    sortValue: ({ side }) => side,
  },
  decimal("quantity", "Quantity", (fill) => fill.quantity, quantity),
  decimal("price", "Price", (fill) => fill.price, price),
  decimal("value", "Value", (fill) => fill.value, money),
  decimal("fee", "Fee", (fill) => fill.fee, money),
  {
    ...decimal("realised", "Realised", (fill) => fill.realised, money),
    cell: ({ realised }) => <Signed value={realised} kind="money" bare />,
  },
  {
    id: "counterparty",
    header: "With",
    width: 70,
    cell: ({ counterparty }) => counterparty,
    sortValue: ({ counterparty }) => counterparty,
  },
];

function decimal(
  id: string,
  header: string,
  value: (fill: Fill) => string,
  shown: (value: string) => string,
): Column<Fill> {
  return {
    id,
    header,
    align: "end",
    width: 84,
    cell: (fill) => shown(value(fill)),
    sortValue: value,
  };
}
