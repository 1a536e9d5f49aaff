import { type KeyboardEvent, type ReactNode, useState } from "react";
import { keysOf, localAction, type ShortcutId, shownKeys } from "@/state/shortcuts";
import type { Bar } from "./bars";
import type { ChartEngine } from "./engine";
import { barText, type Shown } from "./summary";

interface CursorProps {
  bars: readonly Bar[];
  shown: Shown;
  engine: ChartEngine | undefined;
  children: ReactNode;
}

const FAR = 10;

/** Where an action takes the cursor; `undefined`: it does not move it. */
export function cursorAfter(
  action: ShortcutId | undefined,
  index: number,
  count: number,
): number | undefined {
  const places: Partial<Record<ShortcutId, number>> = {
    chartBack: index - 1,
    chartOn: index + 1,
    chartBackTen: index - FAR,
    chartOnTen: index + FAR,
    chartFirst: 0,
    chartLast: count - 1,
  };
  const to = action && places[action];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

const ZOOMS: Partial<Record<ShortcutId, "in" | "out">> = {
  chartZoomIn: "in",
  chartZoomOut: "out",
};

/** Plus without Shift, where it has its own key with =. */
const actionOf = (event: KeyboardEvent): ShortcutId | undefined =>
  localAction("Chart", event.nativeEvent) ??
  (event.key === "=" && keysOf("chartZoomIn") === "+" ? "chartZoomIn" : undefined);

/** The bar that is meant, and what keys do to it. */
function useCursor({ bars, engine }: CursorProps) {
  const [at, setAt] = useState<number>();
  const found = at === undefined ? -1 : bars.findIndex((bar) => bar.at === at);
  const index = found < 0 ? bars.length - 1 : found;
  const walk = (action: ShortcutId | undefined): boolean => {
    const to = cursorAfter(action, index, bars.length);
    const next = to === undefined ? undefined : bars[to];
    if (!next) return false;
    setAt(next.at);
    engine?.point(next);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(event);
    const zoom = action && ZOOMS[action];
    if (zoom) engine?.zoom(zoom);
    else if (!walk(action)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = () => {
    setAt(undefined);
    engine?.leave();
  };
  return { index, handlers: { onKeyDown, onBlur } };
}

/** With the keys that it has now. */
function labelOf(symbol: string): string {
  const keys = (id: ShortcutId) => shownKeys(keysOf(id)).flat().join(" ");
  const pair = (one: ShortcutId, other: ShortcutId) => `${keys(one)} and ${keys(other)}`;
  return (
    `Bars of ${symbol}. ${pair("chartBack", "chartOn")} walk, ` +
    `${pair("chartZoomIn", "chartZoomOut")} zoom`
  );
}

/** Walks along the bars by keys; a slider, as screen readers read those out at every step. */
export function Cursor(props: CursorProps) {
  const { bars, shown, children } = props;
  const { index, handlers } = useCursor(props);
  const bar = bars[index];
  return (
    <div
      role="slider"
      tabIndex={0}
      data-cursor
      aria-label={labelOf(shown.symbol)}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, bars.length - 1)}
      aria-valuenow={Math.max(0, index)}
      aria-valuetext={bar ? barText(bar, shown) : "No bars yet"}
      className="absolute inset-0 focus-visible:outline-offset-[-2px]"
      {...handlers}
    >
      {children}
    </div>
  );
}
