/** When each kind of news last came, for who wants to know what exactly is late. */
import { heardClock, marketNow } from "./clock";
import type { PrivateFrame, PublicFrame } from "./frames";
import { isPublic } from "./frames";

export type StreamName = "quotes" | "depth" | "trades" | "bars" | "status" | "clock" | "account";

export interface Stream {
  /** Since the page was opened. */
  readonly frames: number;
  /** Milliseconds of `Date.now()`. */
  readonly lastAt: number;
  /** How old the last one was when it came, in milliseconds; `undefined`: it does not say. */
  readonly lagMs: number | undefined;
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

export function noteStreams(some: readonly (PublicFrame | PrivateFrame)[], now: number): void {
  for (const frame of some) {
    const name = isPublic(frame) ? NAMES[frame.type] : "account";
    const frames = (heard.get(name)?.frames ?? 0) + 1;
    heard.set(name, { frames, lastAt: now, lagMs: lagOf(frame, now) });
  }
}

const AT_PACE: readonly PublicFrame["type"][] = ["QUOTE", "DEPTH", "TRADE"];

/**
 * News of the account say by the clock on the wall when they were published. Prices have market
 * time, which may go faster: what the market's clock said as they came makes seconds of it. Bars
 * say when they began, a status since when it is so, and the clock is what others are held against.
 */
function lagOf(frame: PublicFrame | PrivateFrame, now: number): number | undefined {
  if (!isPublic(frame)) return lasted(now, frame.time, 1);
  if (!AT_PACE.includes(frame.type) || !("time" in frame.data)) return undefined;
  const { clock } = heardClock.getState();
  const isRunning = clock?.state === "live" || clock?.state === "replay";
  return isRunning ? lasted(marketNow(), frame.data.time, clock.speed) : undefined;
}

function lasted(until: number | undefined, since: string, speed: number | null | undefined) {
  const ms = (until ?? Number.NaN) - Date.parse(since);
  return Number.isNaN(ms) || !speed ? undefined : Math.max(0, ms / speed);
}

/** Those from which anything came, as they are now. */
export function streams(): ReadonlyMap<StreamName, Stream> {
  return new Map(heard);
}
