// Arithmetic of measurements, and how they are printed.
import { tickOf } from "./source.mjs";

export function percentile(values, share) {
  const inOrder = [...values].sort((a, b) => a - b);
  return inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * share))] ?? Number.NaN;
}

/**
 * How long after each tick was sent it was on the screen, or a later one of its symbol: a tick that
 * was overtaken before it could be painted counts until then.
 */
export function delays(sent, paints, from) {
  const seen = new Map();
  const found = [];
  for (const [symbol, text, at] of paints) {
    const moments = sent.get(symbol);
    const last = tickOf(text);
    if (!moments || last >= moments.length) continue;
    for (let tick = seen.get(symbol) ?? last; tick <= last; tick += 1)
      if (moments[tick] >= from) found.push(at - moments[tick]);
    seen.set(symbol, Math.max(last + 1, seen.get(symbol) ?? 0));
  }
  return found;
}

/** Of points [x, y], how much y grows for each x. */
export function slope(points) {
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  const under = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

const WIDTHS = [40, 14, 14, 8];

export function line(name, value, baseline, ratio = "", goal = "") {
  const cells = [name, value, baseline, ratio].map((cell, index) =>
    index === 0 ? cell.padEnd(WIDTHS[0]) : String(cell).padStart(WIDTHS[index]),
  );
  process.stdout.write(`${cells.join("")}  ${goal}\n`);
}

export const ratio = (value, baseline) => (baseline > 0 ? (value / baseline).toFixed(2) : "—");
