/** The drawn chart. It is told what to show and says what is looked at; React stays outside. */
import {
  CandlestickSeries,
  createChartEx,
  createSeriesMarkers,
  type DeepPartial,
  HistogramSeries,
  type IChartApiBase,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineStyle,
  type Time,
  type TimeScaleOptions,
} from "lightweight-charts";
import { places } from "@/ui/decimal";
import { type Bar, gaps, hasGrown } from "./bars";
import type { FillMark } from "./fill-markers";
import { IndicatorLines } from "./indicator-lines";
import type { Interval } from "./intervals";
import { lookOf, type Palette, paletteOf } from "./palette";
import { candleOf, markOf, volumeOf } from "./points";
import type { Line } from "./series";
import type { ChartSettings } from "./settings";
import { ZonedTimeScale } from "./time-scale";
import { momentText, tickText } from "./zone";

export interface Looked {
  readonly interval: Interval;
  readonly zone: string;
  readonly tick: string;
  readonly scale: ChartSettings["scale"];
}

interface Listeners {
  /** The pointer is over a bar, or over none. */
  readonly onPoint: (at: number | undefined) => void;
  /** Prices have other places on the screen than before. */
  readonly onView: () => void;
  /** The oldest bars are nearly in sight. */
  readonly onOldest: () => void;
}

const FIRST_SHOWN = 120;
const MARGIN = 6;
const NEARLY = 40;
const ZOOM = 1.25;
const LOGARITHMIC = 1;

export class ChartEngine {
  private readonly chart: IChartApiBase<Time>;
  private readonly behaviour = new ZonedTimeScale();
  private readonly candles: ISeriesApi<"Candlestick", Time>;
  private readonly volumes: ISeriesApi<"Histogram", Time>;
  private readonly marks: ISeriesMarkersPluginApi<Time>;
  private readonly lines: IndicatorLines;
  private palette: Palette = paletteOf();
  private bars: readonly Bar[] = [];
  private of = "";
  private average: IPriceLine | undefined;

  constructor(element: HTMLElement, listeners: Listeners) {
    this.chart = createChartEx<Time, ZonedTimeScale>(element, this.behaviour, {
      autoSize: true,
      layout: { attributionLogo: false }, // from the first: it would add a style element
    });
    this.candles = this.chart.addSeries(CandlestickSeries);
    const overlay = { priceScaleId: "volume", priceFormat: { type: "volume" as const } };
    this.volumes = this.chart.addSeries(HistogramSeries, {
      ...overlay,
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.chart.priceScale("volume").applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    this.chart.priceScale("right").applyOptions({ scaleMargins: { top: 0.08, bottom: 0.22 } });
    this.marks = createSeriesMarkers(this.candles, []);
    this.lines = new IndicatorLines(this.chart);
    this.candles.attachPrimitive({ updateAllViews: listeners.onView });
    this.chart.subscribeCrosshairMove(({ time }) =>
      listeners.onPoint(time === undefined ? undefined : Number(time)),
    );
    this.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range && range.from < NEARLY && this.bars.length > 0) listeners.onOldest();
    });
    this.repaint();
  }

  /** Colours of the theme that is on now. */
  repaint(): void {
    this.palette = paletteOf();
    const { chart, candles, volumes } = lookOf(this.palette);
    this.chart.applyOptions(chart);
    this.candles.applyOptions(candles);
    this.volumes.applyOptions(volumes);
    this.volumes.setData(this.bars.map((bar) => volumeOf(bar, this.palette)));
  }

  look({ interval, zone, tick, scale }: Looked): void {
    this.behaviour.zone = zone;
    const precision = places(tick);
    const priceFormat = { type: "price" as const, precision, minMove: Number(tick) };
    this.candles.applyOptions({ priceFormat });
    const timeScale: DeepPartial<TimeScaleOptions> = {
      timeVisible: true,
      secondsVisible: false,
      rightOffset: MARGIN,
      tickMarkFormatter: (at: Time, type: number) => tickText(Number(at), type, zone),
    };
    const timeFormatter = (at: Time) => momentText(Number(at), interval, zone);
    this.chart.applyOptions({ localization: { timeFormatter }, timeScale });
    this.chart.priceScale("right").applyOptions({ mode: scale === "log" ? LOGARITHMIC : 0 });
  }

  /** `of` names what the bars are of: another begins at its newest bars. */
  show(of: string, bars: readonly Bar[], interval: Interval): void {
    const before = this.bars;
    this.bars = bars;
    if (of === this.of && hasGrown(before, bars))
      this.append(bars.slice(before.length - 1), interval);
    else this.draw(bars, interval);
    if (of === this.of || bars.length === 0) return;
    this.of = of;
    this.jump();
  }

  private draw(bars: readonly Bar[], interval: Interval): void {
    const empty = gaps(bars, interval).map((at) => ({ time: at as Time }));
    const all: { time: Time }[] = [...bars.map(candleOf), ...empty];
    this.candles.setData(all.sort((a, b) => Number(a.time) - Number(b.time)));
    this.volumes.setData(bars.map((bar) => volumeOf(bar, this.palette)));
  }

  private append(grown: readonly Bar[], interval: Interval): void {
    const [first, next] = grown;
    if (!first) return;
    this.candles.update(candleOf(first));
    this.volumes.update(volumeOf(first, this.palette));
    if (!next) return;
    for (const at of gaps([first, next], interval)) this.candles.update({ time: at as Time });
    this.candles.update(candleOf(next));
    this.volumes.update(volumeOf(next, this.palette));
  }

  showLines(lines: readonly Line[]): void {
    this.lines.show(this.bars, lines, this.palette);
  }

  showFills(fills: readonly FillMark[]): void {
    this.marks.setMarkers(fills.map((fill) => markOf(fill, this.palette)));
  }

  /** What the shares that are held cost on average; `undefined`: none are. */
  showAverage(average: { price: string; title: string } | undefined): void {
    if (this.average) this.candles.removePriceLine(this.average);
    this.average =
      average &&
      this.candles.createPriceLine({
        price: Number(average.price),
        title: average.title,
        color: this.palette.accent,
        lineStyle: LineStyle.Dotted,
        lineWidth: 1,
        axisLabelVisible: true,
      });
  }

  /** Where a price is on the screen, in pixels from the top; `undefined`: nowhere yet. */
  yOf(price: string): number | undefined {
    return this.candles.priceToCoordinate(Number(price)) ?? undefined;
  }

  priceAt(y: number): number | undefined {
    return this.candles.coordinateToPrice(y) ?? undefined;
  }

  jump(): void {
    const last = this.lastIndex();
    this.chart.priceScale("right").setAutoScale(true);
    const from = Math.max(last - FIRST_SHOWN, -MARGIN);
    this.chart.timeScale().setVisibleLogicalRange({ from, to: last + MARGIN });
  }

  zoom(way: "in" | "out"): void {
    const scale = this.chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    if (!range) return;
    const width = (range.to - range.from) * (way === "in" ? 1 / ZOOM : ZOOM);
    scale.setVisibleLogicalRange({ from: range.to - width, to: range.to });
  }

  /** Put the crosshair on a bar, and bring it into sight. */
  point(bar: Bar): void {
    const scale = this.chart.timeScale();
    const index = scale.timeToIndex(bar.at as Time, true);
    const range = scale.getVisibleLogicalRange();
    if (index !== null && range && (index < range.from || index > range.to)) {
      const half = (range.to - range.from) / 2;
      scale.setVisibleLogicalRange({ from: index - half, to: index + half });
    }
    this.chart.setCrosshairPosition(bar.drawn.close, bar.at as Time, this.candles);
  }

  leave(): void {
    this.chart.clearCrosshairPosition();
  }

  remove(): void {
    this.chart.remove();
  }

  private lastIndex(): number {
    const last = this.bars.at(-1);
    return last ? (this.chart.timeScale().timeToIndex(last.at as Time, true) ?? 0) : 0;
  }
}
