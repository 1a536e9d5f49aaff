/** What happens to the account: told in order to who listens. */
import type { PrivateFrame } from "./frames";

type Listener = (frame: PrivateFrame) => void;

const listeners = new Set<Listener>();

/** Hear every event of the account, in order, until what is returned is called. */
export function onPrivate(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellPrivate(frames: readonly PrivateFrame[]): void {
  for (const frame of frames) for (const listener of [...listeners]) listener(frame);
}
