import type { Column } from "@/ui/data-table";
import { subtract } from "@/ui/decimal";
import { ChangeCell, LastCell, SideCell, SpreadCell, SymbolCell, VolumeCell } from "./cells";
import { figuresOf } from "./day";
import type { Row } from "./use-rows";

/** What is not known counts as less than anything. */
const UNKNOWN = Number.NEGATIVE_INFINITY;

function figure(
  id: string,
  header: string,
  cell: Column<Row>["cell"],
  value: (row: Row) => string | null | undefined,
): Column<Row> {
  return {
    id,
    header,
    cell,
    align: "end",
    width: 84,
    sortValue: (row) => Number(value(row) ?? UNKNOWN),
    csv: (row) => value(row) ?? "",
  };
}

function spreadOf({ snapshot }: Row): string | undefined {
  const { bid, ask } = snapshot?.quote ?? {};
  return bid && ask ? subtract(ask, bid) : undefined;
}

const symbol: Column<Row> = {
  id: "symbol",
  header: "Symbol",
  cell: (row) => <SymbolCell row={row} />,
  sortValue: (row) => row.symbol,
  csv: (row) => row.symbol,
  alwaysShown: true,
  width: 96,
};

/** Sorted and exported by the snapshot; shown live. */
export const COLUMNS: readonly Column<Row>[] = [
  symbol,
  figure(
    "last",
    "Last",
    (row) => <LastCell row={row} />,
    (row) => figuresOf(row, undefined).last,
  ),
  figure(
    "change_percent",
    "Chg %",
    (row) => <ChangeCell row={row} kind="percent" />,
    (row) => figuresOf(row, undefined).ratio,
  ),
  figure(
    "change",
    "Chg",
    (row) => <ChangeCell row={row} kind="price" />,
    (row) => figuresOf(row, undefined).change,
  ),
  figure(
    "bid",
    "Bid",
    (row) => <SideCell row={row} side="bid" />,
    (row) => row.snapshot?.quote?.bid,
  ),
  figure(
    "ask",
    "Ask",
    (row) => <SideCell row={row} side="ask" />,
    (row) => row.snapshot?.quote?.ask,
  ),
  { ...figure("spread", "Spread", (row) => <SpreadCell row={row} />, spreadOf), term: "spread" },
  figure(
    "volume",
    "Volume",
    (row) => <VolumeCell row={row} />,
    (row) => figuresOf(row, undefined).volume,
  ),
];
