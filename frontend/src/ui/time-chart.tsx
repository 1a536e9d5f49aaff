import { lazy, Suspense, useMemo, useState } from "react";
import { Segmented } from "./choice";
import { type Column, DataTable } from "./data-table";
import { date, dateTime, NOTHING } from "./format";
import { Skeleton } from "./states";
import type { Axis } from "./time-axis";
import { rowsOf, type Series, type SeriesRow } from "./time-series";

const Canvas = lazy(() => import("./time-canvas"));

interface TimeChartProps {
  /** What it shows, for the table and for who cannot see it. */
  label: string;
  /** What is to be seen, in a sentence or two. */
  summary: string;
  /** Keep it the same object as long as nothing changes: the chart is drawn anew for another. */
  series: readonly Series[];
  /** Of each pane. */
  axis: readonly Axis[];
  height?: number;
  /** Beside the choice of chart or table. */
  controls?: React.ReactNode;
}

type View = "chart" | "table";
const VIEWS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
] as const;

/** Lines over time: drawn, or as a table, and always as a sentence. */
export function TimeChart(props: TimeChartProps) {
  const { label, summary, series, axis, height = 300, controls } = props;
  const [view, setView] = useState<View>("chart");
  return (
    <figure className="flex flex-col gap-2 p-3" aria-label={label}>
      <div className="flex flex-wrap items-center gap-2">
        {controls}
        <Segmented
          className="ml-auto"
          label={`Show ${label} as`}
          isLabelHidden
          size="sm"
          value={view}
          onValueChange={setView}
          options={VIEWS}
        />
      </div>
      {view === "chart" ? (
        <Suspense fallback={<Skeleton height={height} />}>
          <Canvas series={series} height={height} axis={axis} />
        </Suspense>
      ) : (
        <SeriesTable label={label} series={series} height={height} />
      )}
      <figcaption className="text-xs text-muted">{summary}</figcaption>
      {view === "chart" && <Credit />}
    </figure>
  );
}

/** The licence of the drawing library asks for it. */
function Credit() {
  return (
    <p className="text-xs text-faint">
      Drawn with{" "}
      <a className="underline" href="https://www.tradingview.com/" rel="noreferrer" target="_blank">
        TradingView Lightweight Charts
      </a>
    </p>
  );
}

const moment = (at: string): string => (at.length === 10 ? date(at) : dateTime(at));

function SeriesTable({
  label,
  series,
  height,
}: Pick<TimeChartProps, "label" | "series"> & {
  height: number;
}) {
  const rows = useMemo(() => rowsOf(series), [series]);
  const columns = useMemo<Column<SeriesRow>[]>(
    () => [
      { id: "at", header: "Time", isTime: true, cell: ({ at }) => moment(at), csv: ({ at }) => at },
      ...series.map(
        ({ name }, index): Column<SeriesRow> => ({
          id: name,
          header: name,
          align: "end",
          cell: ({ texts }) => texts[index] ?? NOTHING,
          csv: ({ texts }) => texts[index] ?? "",
        }),
      ),
    ],
    [series],
  );
  return (
    <DataTable
      label={label}
      rows={rows}
      columns={columns}
      rowKey={({ at }) => at}
      empty="There is nothing to show yet."
      height={height}
    />
  );
}
