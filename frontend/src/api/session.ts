/**
 * Who is signed in. The access token lives in this page's memory, the refresh token in a cookie
 * that no script can read.
 *
 * A refresh token is good once, and using it twice ends the session. So tabs take turns (Web Locks)
 * and a tab never has two refreshes under way.
 */
import { create } from "zustand";
import type { components } from "./generated/auth";
import { asProblem, Problem, problemOf } from "./problem";

export type Session = components["schemas"]["SessionResponse"];
export type User = components["schemas"]["UserResponse"];

interface State {
  /** Until it is known whether somebody is signed in: `undefined`; nobody: `null`. */
  readonly session: Session | null | undefined;
  /** Milliseconds of `Date.now()` at which the access token should be renewed. */
  readonly renewAt: number;
}

const EARLY_MS = 60_000;
const TABS = "outcry.session";
type Message = "changed" | "ended";

export const useSession = create<State>(() => ({ session: undefined, renewAt: 0 }));
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel(TABS) : undefined;
tabs?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
  if (data === "ended") adopt(null);
  else void refresh().catch(() => undefined);
});

/** Take over what sign-in, sign-up, or a change of account answered, and tell the other tabs. */
export function begin(session: Session): void {
  adopt(session);
  tabs?.postMessage("changed" satisfies Message);
}

/** Forget the session here and in other tabs. It says nothing to the server. */
export function forget(): void {
  adopt(null);
  tabs?.postMessage("ended" satisfies Message);
}

let underWay: Promise<Session> | undefined;

/**
 * A new access token, for `accountId` if it is given.
 *
 * @throws Problem the session is over (401: and then it is forgotten), or nobody answers.
 */
export function refresh(accountId?: string): Promise<Session> {
  if (accountId) return inTurn(() => renew(accountId));
  underWay ??= inTurn(() => renew()).finally(() => {
    underWay = undefined;
  });
  return underWay;
}

/** The token to send now; renewed if it is about to expire. `undefined`: nobody is signed in. */
export async function accessToken(): Promise<string | undefined> {
  const { session, renewAt } = useSession.getState();
  if (session === null) return undefined;
  if (session && Date.now() < renewAt) return session.access_token;
  try {
    return (await refresh()).access_token;
  } catch (error) {
    if (asProblem(error).status === 401) return undefined;
    throw error;
  }
}

function adopt(session: Session | null): void {
  const renewAt = session ? Date.now() + session.expires_in * 1000 - EARLY_MS : 0;
  useSession.setState({ session, renewAt });
}

async function renew(accountId?: string): Promise<Session> {
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    ...(accountId && {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ account_id: accountId }),
    }),
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    const session = body as Session;
    adopt(session);
    return session;
  }
  const problem = problemOf(response, body);
  if (problem.status === 401) adopt(null);
  throw problem;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return work();
  return await navigator.locks.request(TABS, work);
}

/** Change to another of the caller's accounts, in every tab. @throws Problem */
export async function switchAccount(accountId: string): Promise<void> {
  await refresh(accountId);
  tabs?.postMessage("changed" satisfies Message);
}

/** @throws Problem nobody is signed in */
export function signedIn(): Session {
  const { session } = useSession.getState();
  if (!session) throw new Problem("not_signed_in", "Sign in first.", 401);
  return session;
}
