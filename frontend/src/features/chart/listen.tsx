import { useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import { Dialog } from "@/ui/dialog";
import { price } from "@/ui/format";
import type { Bar } from "./bars";
import { INTERVALS } from "./intervals";
import type { Shown } from "./summary";
import { momentText } from "./zone";

interface ListenProps {
  bars: readonly Bar[];
  shown: Shown;
  onClose: () => void;
}

/** More than can be followed by ear. */
const MOST = 200;

/** The last bars as tones. chart2music reads and plays; it is loaded for this alone. */
const KEYS = "Arrow keys walk along the bars; Shift and an arrow plays them; H tells all keys.";

export function Listen({ bars, shown, onClose }: ListenProps) {
  const [some] = useState(() => bars.slice(-MOST)); // what is heard stands still
  const title = `${shown.symbol}, ${INTERVALS[shown.interval].spoken}, last ${some.length} bars`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Listen to the chart"
      description={KEYS}
    >
      <Player bars={some} shown={shown} title={title} />
    </Dialog>
  );
}

function Player({ bars, shown, title }: Omit<ListenProps, "onClose"> & { title: string }) {
  const element = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let leave: (() => void) | undefined;
    let isGone = false;
    void import("chart2music").then(({ c2mChart }) => {
      if (isGone || !element.current || !said.current) return;
      const { err, data } = c2mChart({
        type: "candlestick",
        title,
        element: element.current,
        cc: said.current,
        data: bars.map(candleOf),
        axes: axesOf(bars, shown),
      });
      if (err) announce(`The chart cannot be played: ${err}`, "assertive");
      leave = () => data?.cleanUp();
      element.current.focus();
    });
    return () => {
      isGone = true;
      leave?.();
    };
  }, [bars, shown, title]);
  return (
    <div className="space-y-2">
      <div
        ref={element}
        // chart2music makes it focusable, gives it a role and hears its keys.
        className="rounded-md border border-line-strong p-4 text-center text-sm text-muted"
      >
        {title}
      </div>
      <div ref={said} className="min-h-12 text-sm" />
    </div>
  );
}

function candleOf({ drawn }: Bar, x: number) {
  const { open, high, low, close } = drawn;
  return { x, open, high, low, close };
}

function axesOf(bars: readonly Bar[], { interval, zone, tick }: Shown) {
  const label = (x: number) => {
    const bar = bars[x];
    return bar ? momentText(bar.at, interval, zone) : "";
  };
  const shown = (value: number) => price(value.toFixed(8), tick);
  return { x: { label: "Time", format: label }, y: { label: "Price", format: shown } };
}
