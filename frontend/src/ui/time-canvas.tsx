/** The drawing of a `TimeChart`: a chunk of its own, loaded when a chart is first shown. */
import {
  AreaSeries,
  BaselineSeries,
  createChart,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type SeriesType,
  TickMarkType,
  type Time,
} from "lightweight-charts";
import { useEffect, useRef } from "react";
import { colour, onThemeChange } from "./colour";
import { date, dateTime } from "./format";
import { type Axis, DOLLARS, labelOf, labelsOf } from "./time-axis";
import { drawn, type Series } from "./time-series";

interface TimeCanvasProps {
  series: readonly Series[];
  height: number;
  /** How values of each pane stand at its axis. */
  axis: readonly Axis[];
}

const HOUR = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

function tick(time: Time, type: TickMarkType): string | null {
  if (typeof time !== "number") return null;
  const format = type <= TickMarkType.DayOfMonth ? DAY : HOUR;
  return format.format(new Date(time * 1000));
}

function moment(time: Time): string {
  return typeof time === "number" ? dateTime(new Date(time * 1000).toISOString()) : date(`${time}`);
}

function paint(chart: IChartApi): void {
  chart.applyOptions({
    layout: {
      background: { color: "transparent" },
      textColor: colour("muted"),
      panes: { separatorColor: colour("line"), separatorHoverColor: colour("line") },
    },
    grid: { vertLines: { color: colour("line", 0.5) }, horzLines: { color: colour("line", 0.5) } },
    timeScale: { borderColor: colour("line") },
    rightPriceScale: { borderColor: colour("line") },
  });
}

function looks(look: Series["look"]) {
  if (look === "area")
    return {
      lineColor: colour("accent"),
      topColor: colour("accent", 0.35),
      bottomColor: colour("accent", 0.02),
      lineWidth: 2 as const,
    };
  if (look === "line") return { color: colour("muted"), lineWidth: 1 as const, lineStyle: 2 };
  return {
    baseValue: { type: "price" as const, price: 0 },
    topLineColor: colour("down"),
    topFillColor1: colour("down", 0.3),
    topFillColor2: colour("down", 0.3),
    bottomLineColor: colour("down"),
    bottomFillColor1: colour("down", 0.05),
    bottomFillColor2: colour("down", 0.35),
    lineWidth: 1 as const,
  };
}

const KINDS = { area: AreaSeries, line: LineSeries, below: BaselineSeries } as const;

function addLine(chart: IChartApi, one: Series, axis: TimeCanvasProps["axis"]) {
  const pane = one.pane ?? 0;
  const labels = axis[pane] ?? DOLLARS;
  const series = chart.addSeries(KINDS[one.look] as typeof LineSeries, {}, pane);
  series.applyOptions({
    ...looks(one.look),
    // A title stands over the line, where a lower pane has no room for it.
    title: pane === 0 ? one.name : "",
    lastValueVisible: one.look !== "below",
    priceLineVisible: false,
    priceFormat: {
      type: "custom",
      formatter: (value: number) => labelOf(value, labels),
      tickmarksFormatter: (values: readonly number[]) => labelsOf(values, labels),
      minMove: 0.0001,
    },
  });
  return series as ISeriesApi<SeriesType>;
}

const OPTIONS = {
  autoSize: true,
  layout: { attributionLogo: false, fontFamily: "inherit", fontSize: 11 },
  localization: { timeFormatter: moment },
  timeScale: { timeVisible: true, secondsVisible: false, tickMarkFormatter: tick },
  // The page scrolls over the chart; zoom is by pinch, or with Ctrl held.
  handleScroll: { mouseWheel: false, vertTouchDrag: false },
  handleScale: { mouseWheel: false },
};

export default function TimeCanvas({ series, height, axis }: TimeCanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const chart = createChart(place.current, OPTIONS);
    paint(chart);
    const lines = series.map((one) => addLine(chart, one, axis));
    lines.forEach((line, at) => {
      line.setData(drawn(series[at]?.points ?? []) as Parameters<typeof line.setData>[0]);
    });
    chart.panes()[0]?.setStretchFactor(3);
    chart.timeScale().fitContent();
    const leave = onThemeChange(() => {
      paint(chart);
      for (const [at, line] of lines.entries())
        line.applyOptions(looks(series[at]?.look ?? "line"));
    });
    return () => {
      leave();
      chart.remove();
    };
  }, [series, axis]);
  return <div ref={place} style={{ height }} aria-hidden="true" />;
}
