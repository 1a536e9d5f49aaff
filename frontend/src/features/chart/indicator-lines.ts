/** Lines of indicators over the bars, and those that have a scale of their own below. */
import { type IChartApiBase, type ISeriesApi, LineSeries, type Time } from "lightweight-charts";
import type { Bar } from "./bars";
import type { Palette } from "./palette";
import type { Line } from "./series";

const BELOW = 1;
const BELOW_HEIGHT = 90;
const RSI_MARKS = [30, 70];

type Series = ISeriesApi<"Line", Time>;

interface Drawn {
  readonly series: Series;
  /** Of how many bars, from which on: if that is still so, only the end has changed. */
  count: number;
  first: number | undefined;
}

export class IndicatorLines {
  private readonly drawn = new Map<string, Drawn>();

  constructor(private readonly chart: IChartApiBase<Time>) {}

  show(bars: readonly Bar[], lines: readonly Line[], palette: Palette): void {
    const wanted = new Set(lines.map((line) => line.name));
    for (const [name, { series }] of this.drawn) {
      if (wanted.has(name)) continue;
      this.chart.removeSeries(series);
      this.drawn.delete(name);
    }
    for (const [index, line] of lines.entries()) {
      const one = this.drawn.get(line.name) ?? this.add(line, palette);
      one.series.applyOptions({
        color: palette.lines[index % palette.lines.length] ?? palette.ink,
      });
      draw(one, bars, line);
    }
  }

  private add({ name, indicator }: Line, palette: Palette): Drawn {
    const pane = indicator.kind === "rsi" ? BELOW : 0;
    const look = { lineWidth: 2, priceLineVisible: false, lastValueVisible: false, title: name };
    const series = this.chart.addSeries(LineSeries, { ...look, lineWidth: 2 }, pane);
    if (pane === BELOW) {
      for (const price of RSI_MARKS)
        series.createPriceLine({
          price,
          color: palette.faint,
          lineWidth: 1,
          axisLabelVisible: false,
          title: "",
        });
      this.chart.panes()[BELOW]?.setHeight(BELOW_HEIGHT);
    }
    const one: Drawn = { series, count: 0, first: undefined };
    this.drawn.set(name, one);
    return one;
  }
}

function draw(one: Drawn, bars: readonly Bar[], { values }: Line): void {
  const first = bars[0]?.at;
  const added = bars.length - one.count;
  const isGrown = one.first === first && one.count > 0 && (added === 0 || added === 1);
  const from = isGrown ? one.count - 1 : 0;
  const points = bars.slice(from).flatMap((bar, index) => {
    const value = values[from + index];
    return value === undefined ? [] : [{ time: bar.at as Time, value }];
  });
  if (isGrown) for (const point of points) one.series.update(point);
  else one.series.setData(points);
  one.count = bars.length;
  one.first = first;
}
