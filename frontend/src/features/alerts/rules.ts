/** When an alert about a price goes off. All of it is decided here, in the browser. */
import { abs, compare, isDecimal, multiply, sign, subtract } from "@/ui/decimal";

export interface Alert {
  readonly id: string;
  readonly symbol: string;
  readonly kind: "crosses" | "moves";
  /** The price to cross, or the per cent to move by. */
  readonly level: string;
  /** What the price was when the alert was set, or went off last. */
  readonly from: string;
  readonly repeats: boolean;
  /** Wall time. */
  readonly setAt: string;
  readonly firedAt?: string;
  readonly firedPrice?: string;
}

/** A repeating alert is quiet for so long, however often the price crosses. */
export const QUIET_MS = 60_000;

/** Whether it still waits: a one-shot alert is over when it went off. */
export const isWaiting = (alert: Alert): boolean => alert.repeats || !alert.firedAt;

/** The alert as it went off at `price`, or `undefined` if it does not. */
export function fire(alert: Alert, price: string, now: Date): Alert | undefined {
  if (!isWaiting(alert) || isQuiet(alert, now)) return undefined;
  const isHit = alert.kind === "crosses" ? hasCrossed(alert, price) : hasMoved(alert, price);
  return isHit
    ? { ...alert, from: price, firedAt: now.toISOString(), firedPrice: price }
    : undefined;
}

function isQuiet({ firedAt }: Alert, now: Date): boolean {
  return firedAt !== undefined && now.getTime() - Date.parse(firedAt) < QUIET_MS;
}

function hasCrossed({ from, level }: Alert, price: string): boolean {
  const before = compare(from, level);
  const after = compare(price, level);
  // At the level itself counts as having come there, and leaving it as nothing yet.
  return before !== 0 && before !== after;
}

function hasMoved({ from, level }: Alert, price: string): boolean {
  const hundredfold = multiply(abs(subtract(price, from)), "100");
  return compare(hundredfold, multiply(level, abs(from))) >= 0;
}

/** An alert that stands at its own level looks from where the price went, so that it can cross. */
export function moveOff(alert: Alert, price: string): Alert {
  const stands = alert.kind === "crosses" && compare(alert.from, alert.level) === 0;
  return stands && compare(price, alert.level) !== 0 ? { ...alert, from: price } : alert;
}

/** What is wrong with what was typed; `undefined`: nothing. */
export function mistake(kind: Alert["kind"], level: string, price: string | undefined) {
  if (!price) return "No price is known yet: wait for the first quote.";
  if (!isDecimal(level) || sign(level) <= 0) return "Type a number above zero.";
  if (kind === "crosses" && compare(level, price) === 0) return "The price is there already.";
  return undefined;
}

export function describe(alert: Pick<Alert, "symbol" | "kind" | "level">): string {
  return alert.kind === "crosses"
    ? `${alert.symbol} crosses ${alert.level}`
    : `${alert.symbol} moves by ${alert.level} %`;
}
