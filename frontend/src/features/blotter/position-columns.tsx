/** Positions as rows, and what they come to together. */
import type { ReactNode } from "react";
import { select } from "@/state/selection";
import type { Column } from "@/ui/data-table";
import { money, price, quantity } from "@/ui/format";
import { Signed } from "@/ui/signed";
import { type Row, total } from "./positions";

const number = (
  id: string,
  header: string,
  value: (row: Row) => string | null,
  cell: (value: string | null) => ReactNode,
  width = 96,
): Column<Row> => ({
  id,
  header,
  align: "end",
  width,
  cell: (row) => cell(value(row)),
  sortValue: (row) => value(row) ?? "",
  csv: (row) => value(row) ?? "",
});

const gain = (value: string | null) => <Signed value={value} kind="money" />;

export const POSITION_COLUMNS: readonly Column<Row>[] = [
  {
    id: "symbol",
    header: "Symbol",
    width: 80,
    alwaysShown: true,
    cell: ({ symbol }) => (
      <button
        type="button"
        className="min-h-6 cursor-pointer font-medium text-accent"
        onClick={() => select(symbol)}
      >
        {symbol}
      </button>
    ),
    sortValue: ({ symbol }) => symbol,
    csv: ({ symbol }) => symbol,
  },
  number("quantity", "Quantity", (row) => row.quantity, quantity, 76),
  number("average", "Avg price", (row) => row.average, price, 84),
  number("last", "Last", (row) => row.last, price, 80),
  number("value", "Market value", (row) => row.value, money, 110),
  {
    ...number("unrealised", "Unrealised", (row) => row.unrealised, gain, 110),
    term: "unrealized",
  },
  number(
    "fraction",
    "Unrealised %",
    (row) => row.fraction,
    (value) => <Signed value={value} kind="percent" />,
  ),
  number("realised", "Realised today", (row) => row.realisedToday, gain, 110),
  { ...number("day", "Day change", (row) => row.dayChange, gain, 110), term: "dayChange" },
];

export function totalsOf(rows: readonly Row[]): Record<string, ReactNode> {
  return {
    symbol: "Total",
    value: money(total(rows, (row) => row.value)),
    unrealised: gain(total(rows, (row) => row.unrealised)),
    realised: gain(total(rows, (row) => row.realisedToday)),
    day: gain(total(rows, (row) => row.dayChange)),
  };
}
