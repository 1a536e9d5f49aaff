/** How the line to the server is: one state, for the pill, for greying, for warnings on buttons. */
import { create } from "zustand";

export type LineState = "live" | "connecting" | "reconnecting" | "stale" | "offline";

/** What was done about what was missed while the line was down. */
export interface Recovery {
  /** Milliseconds of `Date.now()`. */
  readonly at: number;
  /** `resumed`: the server repeated it all. `refetched`: it could not; all was read again. */
  readonly kind: "resumed" | "refetched";
}

export interface Connection {
  readonly state: LineState;
  /** Of connecting, since the line was last live. */
  readonly attempt: number;
  /** Milliseconds of `Date.now()`; `undefined` while there is nothing to wait for. */
  readonly nextTryAt: number | undefined;
  readonly roundTripMs: number | undefined;
  /** Since the newest price or time of the market came in. */
  readonly dataAgeMs: number | undefined;
  /** When the last frame of any kind came in, in milliseconds of `Date.now()`. */
  readonly lastEventAt: number | undefined;
  /** Why it is not live, in a few plain words. */
  readonly reason: string;
  readonly recovery: Recovery | undefined;
}

export const NOT_CONNECTED: Connection = {
  state: "connecting",
  attempt: 0,
  nextTryAt: undefined,
  roundTripMs: undefined,
  dataAgeMs: undefined,
  lastEventAt: undefined,
  reason: "",
  recovery: undefined,
};

export const connection = create<Connection>(() => NOT_CONNECTED);

/** The whole state, or what `select` makes of it: then only that renders. */
export function useConnection(): Connection;
export function useConnection<T>(select: (state: Connection) => T): T;
export function useConnection<T>(select?: (state: Connection) => T): T | Connection {
  return connection(select ?? ((state) => state as T));
}

const DEAD: readonly LineState[] = ["reconnecting", "stale", "offline"];

/** Nothing that is shown may be believed. Not while the first connection is still being made. */
export const isDead = ({ state }: Pick<Connection, "state">): boolean => DEAD.includes(state);
