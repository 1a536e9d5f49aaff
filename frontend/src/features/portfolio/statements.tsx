import { useState } from "react";
import { asProblem } from "@/api/problem";
import { useClock } from "@/live/clock";
import { Button } from "@/ui/button";
import { Segmented } from "@/ui/choice";
import { download } from "@/ui/csv";
import { type Column, DataTable } from "@/ui/data-table";
import { TextField } from "@/ui/field";
import { fitted } from "@/ui/fitted";
import { dateTime, money, quantity } from "@/ui/format";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { toast } from "@/ui/toast";
import { csvOf, type Period, type Statement, useStatement } from "./queries";

type Span = "day" | "month";
const SPANS = [
  { value: "day", label: "Day" },
  { value: "month", label: "Month" },
] as const;

/** New York's date of a moment, as market days go by it. */
function marketDay(now: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(now);
}

/** What there was, every booking, and what there is then, of a day or a month of market time. */
export function Statements() {
  const now = useClock()?.now;
  const today = marketDay(now ?? Date.now());
  const [span, setSpan] = useState<Span>("day");
  const [chosen, setChosen] = useState<string>();
  const day = chosen ?? today;
  const period: Period | undefined = span === "day" ? dayOf(day) : monthOf(day);
  const query = useStatement(period);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-3 px-3 pt-3">
        <Segmented label="Period" value={span} onValueChange={setSpan} options={SPANS} />
        <TextField
          key={span}
          type={span === "day" ? "date" : "month"}
          label={span === "day" ? "Market day" : "Market month"}
          value={span === "day" ? day : day.slice(0, 7)}
          onValueChange={(value) => setChosen(value || undefined)}
        />
        {period && <StatementFile period={period} />}
      </div>
      <QueryView query={query}>{(statement) => <Shown statement={statement} />}</QueryView>
    </div>
  );
}

const dayOf = (value: string): Period | undefined =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) ? { day: value } : { day: `${value.slice(0, 7)}-01` };
const monthOf = (value: string): Period => ({ month: value.slice(0, 7) });

function StatementFile({ period }: { period: Period }) {
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const text = await csvOf("/api/portfolio/statement.csv", period);
      download(`statement-${Object.values(period)[0]}.csv`, text);
    } catch (error) {
      toast.failure(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button busy={isBusy} onClick={save}>
      Save as CSV
    </Button>
  );
}

interface Row {
  readonly key: string;
  readonly time: string | null;
  readonly kind: string;
  readonly what: string;
  readonly line: Statement["bookings"][number]["lines"][number] | undefined;
}

function rowsOf({ bookings }: Statement): Row[] {
  return bookings.flatMap(({ booking_id, market_time, kind, description, lines }) =>
    lines.map((line) => ({
      key: `${booking_id} ${line.asset}`,
      time: market_time,
      kind,
      what: description,
      line,
    })),
  );
}

const amount = (asset: string | undefined, value: string | undefined) =>
  asset === "USD" ? money(value) : quantity(value);

const COLUMNS: Column<Row>[] = [
  {
    id: "time",
    header: "Market time",
    isTime: true,
    width: 170,
    cell: ({ time }) => dateTime(time),
  },
  { id: "kind", header: "Kind", cell: ({ kind }) => kind },
  { id: "what", header: "What", width: 260, cell: ({ what }) => what, alwaysShown: true },
  { id: "asset", header: "Asset", cell: ({ line }) => line?.asset },
  {
    id: "amount",
    header: "Amount",
    align: "end",
    cell: ({ line }) =>
      line?.asset === "USD" ? money(line.amount, { signed: true }) : quantity(line?.amount),
  },
  {
    id: "balance",
    header: "Balance",
    align: "end",
    cell: ({ line }) => amount(line?.asset, line?.balance),
  },
];

function Shown({ statement }: { statement: Statement }) {
  const rows = rowsOf(statement);
  return (
    <>
      <Balances title="At the beginning" of={statement.opening} />
      <DataTable
        label="Bookings of the period"
        rows={rows}
        columns={COLUMNS}
        rowKey={({ key }) => key}
        height={fitted(rows.length, 320)}
        empty={<Empty title="Nothing was booked">Choose another day or month.</Empty>}
      />
      <Balances title="At the end" of={statement.closing} />
    </>
  );
}

function Balances({ title, of }: { title: string; of: Statement["opening"] }) {
  return (
    <p className="px-3 py-2 text-sm tabular-nums">
      <span className="text-muted">{title}:</span> {money(of.cash)}
      {of.positions.map(({ symbol, quantity: held }) => `, ${quantity(held)} ${symbol}`)}
    </p>
  );
}
