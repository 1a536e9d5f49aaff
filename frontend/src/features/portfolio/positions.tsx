import { useMemo } from "react";
import { useSelection } from "@/state/selection";
import { Button } from "@/ui/button";
import { download, toCsv } from "@/ui/csv";
import { type Column, DataTable } from "@/ui/data-table";
import { isZero } from "@/ui/decimal";
import { fitted } from "@/ui/fitted";
import { money, price, quantity } from "@/ui/format";
import { QueryView } from "@/ui/query-view";
import { Signed } from "@/ui/signed";
import { Empty } from "@/ui/states";
import { type Portfolio, usePortfolio } from "./queries";

type Position = Portfolio["positions"][number];

/** A column of an amount that is a string. */
function amount(
  id: string,
  header: string,
  value: (position: Position) => string | null,
  shown: (value: string | null) => React.ReactNode,
): Column<Position> {
  return {
    id,
    header,
    align: "end",
    cell: (position) => shown(value(position)),
    sortValue: (position) => value(position) ?? "",
    csv: (position) => value(position) ?? "",
  };
}

const gain = (value: string | null) => <Signed kind="money" value={value} />;

const COLUMNS: Column<Position>[] = [
  {
    id: "symbol",
    header: "Symbol",
    cell: ({ symbol }) => <strong>{symbol}</strong>,
    sortValue: ({ symbol }) => symbol,
    csv: ({ symbol }) => symbol,
    alwaysShown: true,
  },
  amount("quantity", "Quantity", (one) => one.quantity, quantity),
  amount(
    "average",
    "Average price",
    (one) => one.average_price,
    (value) => price(value, "0.01"),
  ),
  amount("mark", "Last", (one) => one.mark_price, price),
  amount("value", "Market value", (one) => one.market_value, money),
  amount("cost", "Cost", (one) => one.cost, money),
  amount("unrealised", "Unrealised", (one) => one.unrealised, gain),
  amount("realised", "Realised", (one) => one.realised, gain),
  amount("fees", "Fees", (one) => one.fees, money),
];

/** What is held, and what was held and earned something. A row leads the workspace to its symbol. */
export function Positions() {
  const query = usePortfolio();
  const select = useSelection((state) => state.select);
  const rows = useMemo(
    () => query.data?.positions.toSorted((one, other) => order(one) - order(other)) ?? [],
    [query.data],
  );
  const save = () => download("positions.csv", toCsv(rows, COLUMNS));
  return (
    <QueryView query={query}>
      {() => (
        <DataTable
          label="Positions"
          rows={rows}
          columns={COLUMNS}
          rowKey={({ symbol }) => symbol}
          onRowActivate={({ symbol }) => select(symbol)}
          height={fitted(rows.length, 320)}
          empty={<Empty title="No positions">What you buy is shown here.</Empty>}
          footer={
            <Button size="sm" variant="quiet" onClick={save}>
              Save as CSV
            </Button>
          }
        />
      )}
    </QueryView>
  );
}

/** What is held now comes first. */
const order = ({ quantity: held }: Position): number => (isZero(held) ? 1 : 0);
