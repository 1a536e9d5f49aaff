/** When each kind of news last came, for who wants to know what exactly is late. */
import type { PrivateFrame, PublicFrame } from "./frames";
import { isPublic } from "./frames";

export type StreamName = "quotes" | "depth" | "trades" | "bars" | "status" | "clock" | "account";

export interface Stream {
  /** Since the page was opened. */
  readonly frames: number;
  /** Milliseconds of `Date.now()`. */
  readonly lastAt: number;
}

const NAMES: Readonly<Record<PublicFrame["type"], StreamName>> = {
  QUOTE: "quotes",
  DEPTH: "depth",
  TRADE: "trades",
  BAR: "bars",
  INSTRUMENT_STATUS: "status",
  MARKET_CLOCK: "clock",
};

const heard = new Map<StreamName, Stream>();

export function noteStreams(frames: readonly (PublicFrame | PrivateFrame)[], now: number): void {
  for (const frame of frames) {
    const name = isPublic(frame) ? NAMES[frame.type] : "account";
    heard.set(name, { frames: (heard.get(name)?.frames ?? 0) + 1, lastAt: now });
  }
}

/** Those from which anything came, as they are now. */
export function streams(): ReadonlyMap<StreamName, Stream> {
  return new Map(heard);
}
