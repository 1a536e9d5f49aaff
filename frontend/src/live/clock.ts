/** The market's time, carried on between two frames of its clock. */
import { useEffect } from "react";
import { create } from "zustand";
import type { ClockState, MarketClock, SessionPhase } from "./frames";
import { CLOCK } from "./topics";
import { wishes } from "./wishes";

export interface Clock {
  /** Market time, in milliseconds since 1970, to the second. */
  readonly now: number;
  readonly state: ClockState;
  /** Market seconds per second; `undefined`: as fast as prices can be delivered. */
  readonly speed: number | undefined;
  readonly feed: string;
  readonly sessionOpen: boolean;
  /** The part of the day in the hours that this market keeps... */
  readonly phase: SessionPhase;
  /** ...and on the stock exchange. */
  readonly exchangePhase: SessionPhase;
  /** Of the exchange's regular session, in milliseconds since 1970. */
  readonly nextOpen: number | undefined;
  readonly nextClose: number | undefined;
}

interface Heard {
  readonly clock: MarketClock | undefined;
  /** By `performance.now()`. */
  readonly at: number;
}

const SECOND = 1000;
const TICK_MS = 250;
export const heardClock = create<Heard>(() => ({ clock: undefined, at: 0 }));

export function setClock(clock: MarketClock): void {
  heardClock.setState({ clock, at: performance.now() });
}

/** Market time now, in milliseconds since 1970; `undefined` until it was heard. */
export function marketNow(): number | undefined {
  const { clock, at } = heardClock.getState();
  if (!clock) return undefined;
  const runs = clock.state === "live" || clock.state === "replay";
  const passed = runs ? (performance.now() - at) * (clock.speed ?? 0) : 0;
  return Date.parse(clock.time) + passed;
}

/** What components are shown. It changes on a tick only: read anew, it would never stand still. */
const shown = create<{ readonly clock: Clock | undefined }>(() => ({ clock: undefined }));

/** The clock, to the second; `undefined` until it was heard. */
export function useClock(): Clock | undefined {
  useEffect(() => wishes.want(CLOCK), []);
  useEffect(ticking, []);
  return shown((state) => state.clock);
}

let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function ticking(): () => void {
  watchers += 1;
  timer ??= setInterval(tick, TICK_MS);
  tick();
  return () => {
    watchers -= 1;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

let ofFrame: MarketClock | undefined;

function tick(): void {
  const { clock } = heardClock.getState();
  const now = marketNow();
  const second = now === undefined ? 0 : Math.floor(now / SECOND) * SECOND;
  if (clock === ofFrame && shown.getState().clock?.now === second) return;
  ofFrame = clock;
  shown.setState({ clock: clock && described(clock, second) });
}

heardClock.subscribe(tick);

function described(clock: MarketClock, now: number): Clock {
  return {
    now,
    state: clock.state,
    speed: clock.speed ?? undefined,
    feed: clock.feed,
    sessionOpen: clock.session_open,
    phase: clock.phase ?? "closed",
    exchangePhase: clock.exchange_phase ?? "closed",
    nextOpen: clock.next_open ? Date.parse(clock.next_open) : undefined,
    nextClose: clock.next_close ? Date.parse(clock.next_close) : undefined,
  };
}
