/** Bars and fills as the library wants them. */
import type { SeriesMarker, Time } from "lightweight-charts";
import { price, quantity } from "@/ui/format";
import type { Bar } from "./bars";
import type { FillMark } from "./fill-markers";
import type { Palette } from "./palette";

export function candleOf({ at, drawn }: Bar) {
  const { open, high, low, close } = drawn;
  return { time: at as Time, open, high, low, close };
}

export function volumeOf({ at, drawn }: Bar, { upSoft, downSoft }: Palette) {
  const color = drawn.close >= drawn.open ? upSoft : downSoft;
  return { time: at as Time, value: drawn.volume, color };
}

/** Below the bar what was bought, above it what was sold, with the letter and the shares. */
export function markOf(fill: FillMark, { up, down }: Palette): SeriesMarker<Time> {
  const isBuy = fill.side === "buy";
  return {
    time: fill.at as Time,
    position: isBuy ? "belowBar" : "aboveBar",
    shape: isBuy ? "arrowUp" : "arrowDown",
    color: isBuy ? up : down,
    text: `${isBuy ? "B" : "S"} ${quantity(fill.quantity)} @ ${price(fill.price)}`,
  };
}
