/** The market's time, carried on between two frames of its clock. */
import { useEffect, useSyncExternalStore } from "react";
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

/** The clock, to the second; `undefined` until it was heard. */
export function useClock(): Clock | undefined {
  useEffect(() => wishes.want(CLOCK), []);
  return useSyncExternalStore(subscribe, shown);
}

let last: { clock: MarketClock; value: Clock } | undefined;

/** The same object for as long as nothing of it changes. */
function shown(): Clock | undefined {
  const { clock } = heardClock.getState();
  const now = marketNow();
  if (!clock || now === undefined) return undefined;
  const second = Math.floor(now / SECOND) * SECOND;
  if (last?.clock !== clock || last.value.now !== second)
    last = { clock, value: described(clock, second) };
  return last.value;
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, SECOND / 4);
  const leave = heardClock.subscribe(listener);
  return () => {
    clearInterval(timer);
    leave();
  };
}

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
