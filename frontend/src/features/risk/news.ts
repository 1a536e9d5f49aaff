/** What was said about the account's halts, limits and margin, out of all that happened to it. */
import type { Frame } from "@/api/generated/frames";

type Type = "TRADING_HALTED" | "TRADING_RESUMED" | "RISK_LIMIT_BREACHED" | "LIQUIDATION_ORDERED";
type News = Extract<Frame, { type: Type }>;

export interface Halt {
  /** Missing: all of the account. */
  readonly symbol: string | undefined;
  readonly reason: string;
  readonly since: string;
}

/** Halts that were said and not taken back. `frames` are newest first. */
export function haltsIn(frames: readonly Frame[]): Halt[] {
  const last = new Map<string, Frame>();
  for (const frame of frames) {
    if (frame.type !== "TRADING_HALTED" && frame.type !== "TRADING_RESUMED") continue;
    const about = frame.data.symbol ?? "";
    if (!last.has(about)) last.set(about, frame);
  }
  return [...last.values()].flatMap((frame) =>
    frame.type === "TRADING_HALTED"
      ? [{ symbol: frame.data.symbol, reason: frame.data.reason, since: frame.time }]
      : [],
  );
}

export interface Incident {
  readonly id: string;
  readonly at: string;
  readonly text: string;
}

/** Limits that were reached and positions that the house closed, newest first. */
export function incidentsIn(frames: readonly Frame[]): Incident[] {
  return (frames as readonly News[]).flatMap((frame) => {
    if (frame.type === "RISK_LIMIT_BREACHED") {
      const { limit, reached, allowed } = frame.data;
      const text = `${limit.replaceAll("_", " ")}: ${reached} of ${allowed}`;
      return [{ id: frame.id, at: frame.time, text }];
    }
    if (frame.type === "LIQUIDATION_ORDERED") {
      const { side, quantity, symbol, reason } = frame.data;
      const text = `The house: ${side} ${quantity} ${symbol}, ${reason}`;
      return [{ id: frame.id, at: frame.time, text }];
    }
    return [];
  });
}
