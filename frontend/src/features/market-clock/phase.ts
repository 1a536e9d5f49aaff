/** Which part of the trading day it is, in words, and what comes next. */
import type { Clock } from "@/live/clock";
import { exchangeField, isHalfDay } from "./exchange-time";

export interface Phase {
  readonly name: string;
  readonly tone: "open" | "partly" | "closed";
  /** What comes next, and market time until then in milliseconds. */
  readonly next: { readonly verb: string; readonly inMs: number } | undefined;
}

export function phaseOf(clock: Clock): Phase {
  const { phase, exchangePhase, now, nextOpen, nextClose } = clock;
  const closes = nextClose === undefined ? undefined : { verb: "closes", inMs: nextClose - now };
  const opens = nextOpen === undefined ? undefined : { verb: "opens", inMs: nextOpen - now };
  const next = exchangePhase === "regular" ? closes : opens;
  switch (phase) {
    case "pre":
      return { name: "Pre-market", tone: "partly", next };
    case "after":
      return { name: "After hours", tone: "partly", next };
    case "closed":
      return { name: "Closed", tone: "closed", next };
    case "regular":
      if (exchangePhase === "regular") return { name: openName(clock), tone: "open", next };
      return { name: "Open", tone: "open", next: opens && { ...opens, verb: "exchange opens" } };
  }
}

function openName({ now, nextClose }: Clock): string {
  const closesToday =
    nextClose !== undefined &&
    exchangeField(nextClose).slice(0, 10) === exchangeField(now).slice(0, 10);
  return closesToday && isHalfDay(nextClose) ? "Open, half day" : "Open";
}

/** `2 d 3 h` from a day on, else `3:05:09`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  if (hours >= 24) return `${Math.floor(hours / 24)}\u00a0d ${hours % 24}\u00a0h`;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** How time goes, unless it is the real world's pace: "" then. */
export function paceOf({ state, speed }: Pick<Clock, "state" | "speed">): string {
  if (state === "paused") return "Paused";
  if (state === "ended") return "Replay ended";
  const at = speed === undefined ? "as fast as it can" : `×${speed}`;
  if (state === "replay") return `Replay ${at}`;
  return speed === 1 ? "" : `Sped up: ${at}`;
}
