import { type CandlestickStyleOptions, ColorType, type DeepPartial } from "lightweight-charts";
import { colour } from "@/ui/colour";

export function paletteOf() {
  return {
    up: colour("up"),
    down: colour("down"),
    upSoft: colour("up", 0.4),
    downSoft: colour("down", 0.4),
    surface: colour("surface"),
    ink: colour("ink"),
    faint: colour("faint"),
    line: colour("line"),
    grid: colour("line", 0.5),
    raised: colour("raised"),
    accent: colour("accent"),
    lines: [colour("accent"), colour("warn"), colour("muted"), colour("focus")],
  };
}

export type Palette = ReturnType<typeof paletteOf>;

/** Bars that rose are hollow and those that fell are full: colour does not say it alone. */
export function lookOf(palette: Palette) {
  const candles: DeepPartial<CandlestickStyleOptions> = {
    upColor: palette.surface,
    downColor: palette.down,
    borderUpColor: palette.up,
    borderDownColor: palette.down,
    wickUpColor: palette.up,
    wickDownColor: palette.down,
  };
  return { chart: chartLook(palette), candles, volumes: { color: palette.upSoft } };
}

function chartLook({ surface, faint, line, grid, raised, ink }: Palette) {
  const font = getComputedStyle(document.documentElement).fontFamily;
  const cross = { color: faint, labelBackgroundColor: raised };
  return {
    layout: {
      background: { type: ColorType.Solid as const, color: surface },
      textColor: ink,
      fontFamily: font || "sans-serif",
      fontSize: 11,
      attributionLogo: false, // it would add a style element; the link stands under the chart
      panes: { separatorColor: line },
    },
    grid: { vertLines: { color: grid }, horzLines: { color: grid } },
    rightPriceScale: { borderColor: line },
    timeScale: { borderColor: line },
    crosshair: { mode: 0, vertLine: cross, horzLine: cross },
  };
}
