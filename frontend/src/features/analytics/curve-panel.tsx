import { useMemo } from "react";
import { date, money, percent } from "@/ui/format";
import { PER_CENT } from "@/ui/time-axis";
import { TimeChart } from "@/ui/time-chart";
import type { Series } from "@/ui/time-series";
import type { Day } from "./queries";

const AXIS = [PER_CENT, PER_CENT] as const;

const beyondOne = (level: string): number => Number(level) - 1;
const returned = (level: string): string => percent(beyondOne(level).toFixed(6), { signed: true });

/** Return since the beginning, beside the benchmark's, and drawdown below. */
export function seriesOf(days: readonly Day[]): Series[] {
  const own = days.map(({ day, level }) => ({
    at: day,
    value: beyondOne(level),
    text: returned(level),
  }));
  const benchmark = days.flatMap(({ day, benchmark_level: level }) =>
    level === null ? [] : [{ at: day, value: beyondOne(level), text: returned(level) }],
  );
  const drawdown = days.map(({ day, drawdown: part }) => ({
    at: day,
    value: Number(part),
    text: percent(part),
  }));
  return [
    { name: "Account", look: "area", points: own },
    ...(benchmark.length ? [{ name: "SPY", look: "line", points: benchmark } as const] : []),
    { name: "Drawdown", look: "below", points: drawdown, pane: 1 },
  ];
}

/** The same in words. */
export function sentence(days: readonly Day[]): string {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return "";
  const deepest = days.reduce((least, one) => Math.min(least, Number(one.drawdown)), 0);
  const beside = last.benchmark_level
    ? `; SPY returned ${returned(last.benchmark_level)}`
    : "; there is no benchmark";
  return (
    `From ${date(first.day)} to ${date(last.day)}, ${days.length} days: ` +
    `the account returned ${returned(last.level)} and has ${money(last.equity)}${beside}. ` +
    `Deepest drawdown ${percent(deepest.toFixed(6))}. Deposits and withdrawals are left out.`
  );
}

export function CurvePanel({ days }: { days: readonly Day[] }) {
  const series = useMemo(() => seriesOf(days), [days]);
  return (
    <TimeChart
      label="Return, benchmark and drawdown by day"
      summary={sentence(days)}
      series={series}
      axis={AXIS}
    />
  );
}
