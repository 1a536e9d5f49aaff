import { useIsStale } from "@/live/quotes";
import { cx } from "@/ui/class-names";
import { divide, isZero, sign, subtract } from "@/ui/decimal";
import { compactQuantity, percent, price, zoneLabel } from "@/ui/format";
import type { Bar } from "./bars";
import { isIntraday } from "./intervals";
import type { Line } from "./series";
import type { Shown } from "./summary";
import { momentText } from "./zone";

interface LegendProps {
  shown: Shown;
  bar: Bar | undefined;
  before: Bar | undefined;
  lines: readonly Line[];
  index: number;
}

const NAMES = { open: "O", high: "H", low: "L", close: "C" } as const;

/** What the bar under the crosshair says, else the newest. */
export function Legend({ shown, bar, before, lines, index }: LegendProps) {
  const isStale = useIsStale(shown.symbol);
  if (!bar) return null;
  const reference = before?.close ?? bar.open;
  const change = subtract(bar.close, reference);
  const ratio = isZero(reference) ? undefined : divide(change, reference, 6);
  const tone = { "-1": "text-down", "0": "text-muted", "1": "text-up" }[`${sign(change)}`];
  return (
    <div
      className={cx(
        "legend pointer-events-none absolute top-1 left-2 z-10 text-xs tabular-nums",
        isStale && "stale",
      )}
    >
      <p className="flex flex-wrap gap-x-2">
        {isStale && <span>Old</span>}
        <span className="text-faint">
          {momentText(bar.at, shown.interval, shown.zone)}
          {isIntraday(shown.interval) && ` ${zoneLabel()}`}
        </span>
        {(Object.keys(NAMES) as (keyof typeof NAMES)[]).map((name) => (
          <span key={name}>
            <span className="text-faint">{NAMES[name]}</span> {price(bar[name], shown.tick)}
          </span>
        ))}
        <span className={cx(tone)}>
          {sign(change) > 0 ? "▲" : sign(change) < 0 ? "▼" : ""} {percent(ratio, { signed: true })}
        </span>
        <span>
          <span className="text-faint">Vol</span> {compactQuantity(bar.volume)}
        </span>
      </p>
      <Indicators lines={lines} index={index} tick={shown.tick} />
    </div>
  );
}

interface IndicatorsProps extends Pick<LegendProps, "lines" | "index"> {
  tick: string;
}

function Indicators({ lines, index, tick }: IndicatorsProps) {
  return (
    <p className="flex flex-wrap gap-x-2 text-faint">
      {lines.map(({ name, values }) => (
        <span key={name}>
          {name} {price(values[index]?.toFixed(8), tick)}
        </span>
      ))}
    </p>
  );
}
