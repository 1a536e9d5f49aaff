import { type KeyboardEvent, type ReactNode, useState } from "react";
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

/** Where a key takes the cursor; `undefined`: it is not one of its keys. */
export function cursorAfter(
  key: string,
  isShift: boolean,
  index: number,
  count: number,
): number | undefined {
  const by = isShift ? FAR : 1;
  const places: Record<string, number> = {
    ArrowLeft: index - by,
    ArrowRight: index + by,
    Home: 0,
    End: count - 1,
  };
  const to = places[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

const ZOOMS: Readonly<Record<string, "in" | "out">> = { "+": "in", "=": "in", "-": "out" };

/** The bar that is meant, and what keys do to it. */
function useCursor({ bars, engine }: CursorProps) {
  const [at, setAt] = useState<number>();
  const found = at === undefined ? -1 : bars.findIndex((bar) => bar.at === at);
  const index = found < 0 ? bars.length - 1 : found;
  const walk = (event: KeyboardEvent): boolean => {
    const to = cursorAfter(event.key, event.shiftKey, index, bars.length);
    const next = to === undefined ? undefined : bars[to];
    if (!next) return false;
    setAt(next.at);
    engine?.point(next);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = ZOOMS[event.key];
    if (zoom) engine?.zoom(zoom);
    else if (!walk(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = () => {
    setAt(undefined);
    engine?.leave();
  };
  return { index, handlers: { onKeyDown, onBlur } };
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
      aria-label={`Bars of ${shown.symbol}. Arrows walk, plus and minus zoom`}
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
