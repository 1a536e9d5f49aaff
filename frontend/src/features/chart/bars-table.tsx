import { Download } from "lucide-react";
import { useMemo } from "react";
import { useTableSettings } from "@/state/table-settings";
import { Button } from "@/ui/button";
import { download, toCsv } from "@/ui/csv";
import { type Column, DataTable } from "@/ui/data-table";
import { price, quantity } from "@/ui/format";
import { Empty } from "@/ui/states";
import type { Bar } from "./bars";
import { fillsColumn, lineColumns } from "./drawn-columns";
import { fillMarks } from "./fill-markers";
import { isIntraday } from "./intervals";
import { linesOf } from "./series";
import type { ChartSettings } from "./settings";
import type { Shown } from "./summary";
import { useFills } from "./use-private";
import { momentText } from "./zone";

interface BarsTableProps {
  bars: readonly Bar[];
  shown: Shown;
  settings: ChartSettings;
  onOldest: () => void;
}

const PRICES = ["open", "high", "low", "close"] as const;

const END = { align: "end" } as const;

function columnsOf({ interval, zone, tick }: Shown): Column<Bar>[] {
  const prices = PRICES.map((name) => ({
    ...END,
    id: name,
    header: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    cell: (bar: Bar) => price(bar[name], tick),
    sortValue: (bar: Bar) => bar.drawn[name],
    csv: (bar: Bar) => bar[name],
  }));
  const start: Column<Bar> = {
    id: "start",
    header: "Begins",
    isTime: isIntraday(interval),
    cell: (bar) => momentText(bar.at, interval, zone),
    sortValue: (bar) => bar.at,
    csv: (bar) => bar.start,
    alwaysShown: true,
    width: 150,
  };
  const vwap: Column<Bar> = {
    ...END,
    id: "vwap",
    header: "VWAP",
    term: "vwap",
    cell: (bar) => price(bar.vwap, tick),
    sortValue: (bar) => Number(bar.vwap ?? 0),
    csv: (bar) => bar.vwap ?? "",
  };
  return [start, ...prices, ...COUNTS, vwap];
}

const COUNTS: readonly Column<Bar>[] = [
  {
    ...END,
    id: "volume",
    header: "Volume",
    cell: (bar) => quantity(bar.volume),
    sortValue: (bar) => bar.drawn.volume,
    csv: (bar) => bar.volume,
  },
  {
    ...END,
    id: "trades",
    header: "Trades",
    cell: (bar) => quantity(String(bar.trades)),
    sortValue: (bar) => bar.trades,
    csv: (bar) => String(bar.trades),
  },
];

/** All that the chart shows, as a table: the newest first. */
export function BarsTable({ bars, shown, settings: chosen, onOldest }: BarsTableProps) {
  const { indicators } = chosen;
  const fills = useFills(shown.symbol, bars);
  const columns = useMemo(
    () => [
      ...columnsOf(shown),
      ...lineColumns(bars, linesOf(bars, indicators, shown.zone), shown.tick),
      fillsColumn(fillMarks(fills, bars), shown.tick),
    ],
    [shown, bars, indicators, fills],
  );
  const rows = useMemo(() => [...bars].reverse(), [bars]);
  const settings = useTableSettings("bars");
  const name = `${shown.symbol}-${shown.interval}.csv`;
  return (
    <DataTable
      label={`Bars of ${shown.symbol}`}
      {...{ rows, columns }}
      {...settings}
      rowKey={(bar) => bar.start}
      onEndReached={onOldest}
      empty={<Empty title="No bars yet">They come as soon as something is traded.</Empty>}
      footer={
        <Button size="sm" onClick={() => download(name, toCsv(rows, columns))}>
          <Download aria-hidden="true" className="size-3.5" /> CSV of {bars.length} bars
        </Button>
      }
    />
  );
}
