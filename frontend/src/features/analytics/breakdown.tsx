import { useMemo, useState } from "react";
import { Button } from "@/ui/button";
import { download, toCsv } from "@/ui/csv";
import { type Column, DataTable } from "@/ui/data-table";
import { fitted } from "@/ui/fitted";
import { percent } from "@/ui/format";
import { Signed } from "@/ui/signed";
import { Empty } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { duration, hour, ratio, weekday } from "./figures";
import type { Performance, Report } from "./queries";

interface Row extends Performance {
  readonly key: string;
  readonly name: string;
}

type Figure = Exclude<keyof Performance, "average_holding_seconds">;

function column(
  id: Figure,
  header: string,
  cell: (row: Row) => React.ReactNode,
  width = 96,
): Column<Row> {
  const value = (row: Row) => row[id] ?? "";
  return { id, header, cell, width, align: "end", sortValue: value, csv: (row) => `${value(row)}` };
}

const columns = (of: string): Column<Row>[] => [
  {
    id: "key",
    header: of,
    cell: ({ name }) => name,
    sortValue: ({ key }) => key,
    csv: ({ key }) => key,
    alwaysShown: true,
  },
  column("trips", "Trips", ({ trips }) => trips, 64),
  column("profit", "Profit", ({ profit }) => <Signed kind="money" value={profit} />, 120),
  column("win_rate", "Win rate", (row) => percent(row.win_rate)),
  column("profit_factor", "Profit factor", (row) => ratio(row.profit_factor)),
  column("expectancy", "Expectancy", (row) => <Signed kind="money" value={row.expectancy} />, 110),
  column("best", "Best", ({ best }) => <Signed bare kind="money" value={best} />),
  column("worst", "Worst", ({ worst }) => <Signed bare kind="money" value={worst} />),
  {
    id: "held",
    header: "Held",
    align: "end",
    cell: (row) => duration(row.average_holding_seconds),
    sortValue: (row) => row.average_holding_seconds ?? "",
    csv: (row) => `${row.average_holding_seconds ?? ""}`,
  },
];

function rowsOf(by: Readonly<Record<string, Performance>>, name: (key: string) => string): Row[] {
  return Object.entries(by)
    .map(([key, one]) => ({ ...one, key, name: name(key) }))
    .sort((one, other) => one.key.localeCompare(other.key, undefined, { numeric: true }));
}

const same = (key: string): string => key;

/** Round trips by symbol, and by the hour and weekday on which they began. */
export function Breakdown({ report }: { report: Report }) {
  const [tab, setTab] = useState("symbol");
  return (
    <Tabs
      label="Round trips by"
      value={tab}
      onValueChange={setTab}
      tabs={[
        {
          value: "symbol",
          label: "By symbol",
          content: <Part of="Symbol" by={report.by_symbol} name={same} />,
        },
        {
          value: "hour",
          label: "By hour",
          content: <Part of="Hour (New York)" by={report.by_hour} name={hour} />,
        },
        {
          value: "weekday",
          label: "By weekday",
          content: <Part of="Weekday" by={report.by_weekday} name={weekday} />,
        },
      ]}
    />
  );
}

interface PartProps {
  of: string;
  by: Readonly<Record<string, Performance>>;
  name: (key: string) => string;
}

function Part({ of, by, name }: PartProps) {
  const rows = useMemo(() => rowsOf(by, name), [by, name]);
  const shown = useMemo(() => columns(of), [of]);
  return (
    <DataTable
      label={`Round trips by ${of}`}
      rows={rows}
      columns={shown}
      rowKey={({ key }) => key}
      height={fitted(rows.length, 360)}
      empty={<Empty title="No round trips yet">A position that was closed is one.</Empty>}
      footer={
        <Button
          size="sm"
          variant="quiet"
          onClick={() => download(`trips-by-${of.toLowerCase()}.csv`, toCsv(rows, shown))}
        >
          Save as CSV
        </Button>
      }
    />
  );
}
