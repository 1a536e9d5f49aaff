/** What happened to the account since this tab was opened, the newest first. */
import { create } from "zustand";
import type { PrivateFrame } from "./frames";

export interface LiveEvent {
  readonly frame: PrivateFrame;
  /** When it came in, in milliseconds of `Date.now()`. */
  readonly receivedAt: number;
}

const KEPT = 500;

export const events = create<{ readonly items: readonly LiveEvent[] }>(() => ({ items: [] }));

export function useEvents(): readonly LiveEvent[] {
  return events((state) => state.items);
}

export function noteEvents(frames: readonly PrivateFrame[], receivedAt = Date.now()): void {
  if (frames.length === 0) return;
  const added = frames.map((frame) => ({ frame, receivedAt })).reverse();
  events.setState(({ items }) => ({ items: [...added, ...items].slice(0, KEPT) }));
}

export function forgetEvents(): void {
  events.setState({ items: [] });
}
