import { useSyncExternalStore } from "react";

const SECOND = 1000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, SECOND / 4);
  return () => clearInterval(timer);
}

/** Now, to the second, for what counts down or grows old. */
export function useSecond(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / SECOND) * SECOND);
}
