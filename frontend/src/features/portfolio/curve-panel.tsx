import { useMemo, useState } from "react";
import { Segmented } from "@/ui/choice";
import { date, dateTime, money, percent } from "@/ui/format";
import { QueryView } from "@/ui/query-view";
import { Empty, Skeleton } from "@/ui/states";
import { DOLLARS, PER_CENT } from "@/ui/time-axis";
import { TimeChart } from "@/ui/time-chart";
import type { Series } from "@/ui/time-series";
import { type CurvePoint, type Interval, type Point, summarise, withDrawdown } from "./curve";
import { useCurve } from "./queries";

const INTERVALS = [
  { value: "1Min", label: "Minutes" },
  { value: "1Hour", label: "Hours" },
  { value: "1Day", label: "Days" },
] as const;
const HEIGHT = 300;

const AXIS = [DOLLARS, PER_CENT] as const;

/** The account over time: equity above, and how far it is below its highest so far. */
export function CurvePanel() {
  const [interval, setInterval] = useState<Interval>("1Min");
  const query = useCurve(interval);
  const choice = (
    <Segmented
      label="Interval"
      isLabelHidden
      size="sm"
      value={interval}
      onValueChange={setInterval}
      options={INTERVALS}
    />
  );
  const before = <div className="flex flex-col gap-2 p-3">{choice}</div>;
  return (
    <QueryView
      query={query}
      skeleton={
        <>
          {before}
          <Skeleton height={HEIGHT} className="p-3" />
        </>
      }
      isEmpty={(points) => points.length === 0}
      empty={
        <>
          {before}
          <Empty title="Nothing to draw yet">
            The curve begins with the first fill, and has a point when a bar of it is over.
          </Empty>
        </>
      }
    >
      {(points) => <Curve points={points} interval={interval} choice={choice} />}
    </QueryView>
  );
}

interface CurveProps {
  points: readonly Point[];
  interval: Interval;
  choice: React.ReactNode;
}

function Curve({ points, interval, choice }: CurveProps) {
  const curve = useMemo(() => withDrawdown(points), [points]);
  const series = useMemo(() => seriesOf(curve, interval), [curve, interval]);
  return (
    <TimeChart
      label={`Equity by ${interval}`}
      summary={sentence(curve, interval)}
      series={series}
      axis={AXIS}
      height={HEIGHT}
      controls={choice}
    />
  );
}

const momentOf = (start: string, interval: Interval): string =>
  interval === "1Day" ? start.slice(0, 10) : start;

function seriesOf(curve: readonly CurvePoint[], interval: Interval): Series[] {
  const equity = curve.map((one) => ({
    at: momentOf(one.start, interval),
    value: Number(one.equity),
    text: money(one.equity),
  }));
  const drawdown = curve.map((one) => ({
    at: momentOf(one.start, interval),
    value: one.drawdown,
    text: percent(one.drawdown.toFixed(6)),
  }));
  return [
    { name: "Equity", look: "area", points: equity },
    { name: "Drawdown", look: "below", points: drawdown, pane: 1 },
  ];
}

function sentence(curve: readonly CurvePoint[], interval: Interval): string {
  const summary = summarise(curve);
  if (!summary) return "";
  const { first, last, lowest, highest, deepest } = summary;
  const at = ({ start }: CurvePoint) =>
    interval === "1Day" ? date(start.slice(0, 10)) : dateTime(start);
  return (
    `From ${money(first.equity)} on ${at(first)} to ${money(last.equity)} on ${at(last)}; ` +
    `lowest ${money(lowest.equity)}, highest ${money(highest.equity)}; ` +
    `deepest drawdown ${percent(deepest.drawdown.toFixed(6))} on ${at(deepest)}. ` +
    "Deposits and withdrawals are in it."
  );
}
