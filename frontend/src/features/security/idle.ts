/** How long nobody has touched any tab of this browser. */
import { usePreferences } from "@/state/preferences";

declare module "@/state/preferences" {
  interface Preferences {
    /** Minutes without a touch after which the session ends; 0: never. */
    readonly idleMinutes?: number;
  }
}

export const IDLE_MINUTES = [0, 15, 60, 240, 480] as const;
const USUAL_MINUTES = 480;
/** How long somebody has to answer the warning. */
export const WARNING_MS = 120_000;
const STORAGE = "outcry.touched";
const SPARING_MS = 5_000;
const TOUCHES = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

export function useIdleMinutes(): number {
  return usePreferences().idleMinutes ?? USUAL_MINUTES;
}

export type Idle = "touched" | "warned" | "over";

/** What to do after so long without a touch. */
export function idleState(idleMs: number, minutes: number): Idle {
  if (minutes === 0) return "touched";
  const limit = minutes * 60_000;
  if (idleMs >= limit) return "over";
  return idleMs >= limit - WARNING_MS ? "warned" : "touched";
}

let own = Date.now();

/** Somebody is there: all tabs are told, by the storage that they share. */
export function touch(now = Date.now()): void {
  own = now;
  try {
    localStorage.setItem(STORAGE, String(now));
  } catch {
    // Storage is switched off: each tab counts for itself.
  }
}

/** Milliseconds since the last touch in any tab. */
export function idleFor(now = Date.now()): number {
  let shared = 0;
  try {
    shared = Number(localStorage.getItem(STORAGE) ?? 0);
  } catch {
    // as above
  }
  return now - Math.max(own, shared);
}

/** Count touches from now on; returns how to stop. */
export function countTouches(): () => void {
  touch();
  const onTouch = () => Date.now() - own > SPARING_MS && touch();
  const options = { passive: true, capture: true } as const;
  for (const one of TOUCHES) globalThis.addEventListener(one, onTouch, options);
  return () => {
    for (const one of TOUCHES) globalThis.removeEventListener(one, onTouch, options);
  };
}
