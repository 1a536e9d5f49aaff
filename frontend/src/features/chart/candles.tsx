import { useEffect, useMemo, useRef, useState } from "react";
import { useStandingOrders } from "@/state/open-orders";
import { onThemeChange } from "@/ui/colour";
import { money, price, quantity } from "@/ui/format";
import type { Bar } from "./bars";
import { Cursor } from "./cursor";
import { ChartEngine } from "./engine";
import { fillMarks } from "./fill-markers";
import { Legend } from "./legend";
import { OrderLines } from "./order-lines";
import { linesOf } from "./series";
import type { ChartSettings } from "./settings";
import type { Shown } from "./summary";
import { useFills, usePosition } from "./use-private";

export interface CandlesProps {
  bars: readonly Bar[];
  shown: Shown;
  settings: ChartSettings;
  onOldest: () => void;
  /** Raised when the newest bars are wanted. */
  jumped: number;
}

/** The drawn chart, with everything that stands over it. */
export default function Candles(props: CandlesProps) {
  const { bars, shown, settings } = props;
  const { host, engine, pointed } = useEngine(props.onOldest);
  useDrawn(engine, props);
  const lines = useMemo(
    () => linesOf(bars, settings.indicators, shown.zone),
    [bars, settings.indicators, shown.zone],
  );
  useEffect(() => engine?.showLines(lines), [engine, lines]);
  useAccountMarks(engine, bars, shown);
  const orders = useStandingOrders(shown.symbol);
  const index = useMemo(() => indexOf(bars, pointed), [bars, pointed]);
  return (
    <div className="relative h-full min-h-48">
      <Cursor bars={bars} shown={shown} engine={engine}>
        <div ref={host} className="absolute inset-0" />
      </Cursor>
      <Legend {...{ shown, lines, index }} bar={bars[index]} before={bars[index - 1]} />
      {engine && (
        <OrderLines
          key={shown.symbol}
          orders={orders}
          tick={shown.tick}
          yOf={(at) => engine.yOf(at)}
          priceAt={(y) => engine.priceAt(y)}
        />
      )}
    </div>
  );
}

/** Of the bar that is pointed at, or of the newest. */
function indexOf(bars: readonly Bar[], at: number | undefined): number {
  const index = at === undefined ? -1 : bars.findIndex((bar) => bar.at === at);
  return index < 0 ? bars.length - 1 : index;
}

function useEngine(onOldest: () => void) {
  const host = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<ChartEngine>();
  const [pointed, setPointed] = useState<number>();
  const [, setView] = useState(0);
  const oldest = useRef(onOldest);
  useEffect(() => {
    oldest.current = onOldest;
  }, [onOldest]);
  useEffect(() => {
    if (!host.current) return;
    let frame: number | undefined;
    // The library is in the midst of drawing when it says so; lines move with the next frame.
    const onView = () => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        setView((count) => count + 1);
      });
    };
    const listeners = { onPoint: setPointed, onView, onOldest: () => oldest.current() };
    const made = new ChartEngine(host.current, listeners);
    setEngine(made);
    const leave = onThemeChange(() => made.repaint());
    return () => {
      leave();
      if (frame !== undefined) cancelAnimationFrame(frame);
      made.remove();
      setEngine(undefined);
    };
  }, []);
  return { host, engine, pointed };
}

function useDrawn(engine: ChartEngine | undefined, props: CandlesProps): void {
  const { bars, shown, settings, jumped } = props;
  const { symbol, interval, zone, tick } = shown;
  const { scale, adjusted } = settings;
  useEffect(
    () => engine?.look({ interval, zone, tick, scale }),
    [engine, interval, zone, tick, scale],
  );
  useEffect(() => {
    engine?.show(`${symbol} ${interval} ${adjusted}`, bars, interval);
  }, [engine, bars, symbol, interval, adjusted]);
  useEffect(() => {
    if (jumped > 0) engine?.jump();
  }, [engine, jumped]);
}

/** Fills, and what is held at which average price. */
function useAccountMarks(
  engine: ChartEngine | undefined,
  bars: readonly Bar[],
  { symbol, tick }: Shown,
): void {
  const fills = useFills(symbol, bars);
  const marks = useMemo(() => fillMarks(fills, bars), [fills, bars]);
  useEffect(() => engine?.showFills(marks), [engine, marks]);
  const position = usePosition(symbol);
  const average = position?.average_price ?? undefined;
  const profit = money(position?.unrealised, { signed: true });
  const title = position
    ? `${quantity(position.quantity)} @ ${price(average, tick)} ${profit}`
    : "";
  useEffect(() => {
    engine?.showAverage(average ? { price: average, title } : undefined);
  }, [engine, average, title]);
}
