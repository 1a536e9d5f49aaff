/** Two colours of the user's own for up and down, made readable on whatever theme is shown. */

type Rgb = readonly [number, number, number];

export interface Chosen {
  /** `#rrggbb`, as `<input type="color">` gives it. */
  readonly up: string;
  readonly down: string;
}

/** What texts in these colours stand on, and what turns a colour away from it. */
export interface Ground {
  readonly isDark: boolean;
  /** `#rrggbb` of the panels. */
  readonly surface: string;
  /** `#rrggbb` of a row that is pointed at: the ground on which texts are hardest to read. */
  readonly hover: string;
  /** 4.5 for ordinary themes, 7 where contrast was asked for. */
  readonly contrast: number;
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const STEPS = 50;
const SOFT = 0.2;

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;

function rgbOf(hex: string): Rgb | undefined {
  const [, red, green, blue] = HEX.exec(hex.trim()) ?? [];
  if (!red || !green || !blue) return undefined;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** `share` of `b`, the rest of `a`; whole numbers, as a hexadecimal colour has them. */
const mixed = (a: Rgb, b: Rgb, share: number): Rgb =>
  a.map((part, index) => Math.round(part + ((b[index] ?? 0) - part) * share)) as unknown as Rgb;

/** Relative luminance, WCAG 2.2. */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** WCAG contrast of two `#rrggbb`, from 1 to 21. */
export const contrast = (a: string, b: string): number =>
  contrastOf(rgbOf(a) ?? BLACK, rgbOf(b) ?? BLACK);

/** The first on the way from `from` to `to` that will do. */
function firstOn(from: Rgb, to: Rgb, willDo: (rgb: Rgb) => boolean): Rgb {
  for (let step = 0; step < STEPS; step += 1) {
    const rgb = mixed(from, to, step / STEPS);
    if (willDo(rgb)) return rgb;
  }
  return to;
}

/** Text, its soft ground, and a button with what is written on it. */
function tones(name: string, action: string, hex: string, ground: Ground) {
  const chosen = rgbOf(hex) ?? BLACK;
  const surface = rgbOf(ground.surface) ?? BLACK;
  const hover = rgbOf(ground.hover) ?? BLACK;
  const far = ground.isDark ? WHITE : BLACK;
  const softOf = (rgb: Rgb) => mixed(surface, rgb, SOFT);
  const text = firstOn(chosen, far, (rgb) =>
    [surface, hover, softOf(rgb)].every((one) => contrastOf(rgb, one) >= ground.contrast),
  );
  const isBold = ground.contrast > 4.5;
  const button = isBold
    ? text
    : firstOn(chosen, BLACK, (rgb) => contrastOf(rgb, WHITE) >= ground.contrast);
  return {
    [`--color-${name}`]: hexOf(text),
    [`--color-${name}-soft`]: hexOf(softOf(text)),
    [`--color-${action}`]: hexOf(button),
    [`--color-on-${action}`]: isBold ? "#000000" : "#ffffff",
  };
}

/** CSS variables, by name, as tokens.css has them for the colours that we chose. */
export function ownTokens({ up, down }: Chosen, ground: Ground): Readonly<Record<string, string>> {
  return { ...tones("up", "buy", up, ground), ...tones("down", "sell", down, ground) };
}

export const TOKENS: readonly string[] = ["up", "up-soft", "buy", "on-buy"]
  .concat(["down", "down-soft", "sell", "on-sell"])
  .map((name) => `--color-${name}`);
