/**
 * What is said to screen readers. Two live regions are there from the start (`<Announcer />`), as
 * readers miss regions that come later, and bursts are joined: at most one text per interval.
 */
import { useSyncExternalStore } from "react";

export type Urgency = "polite" | "assertive";

const INTERVAL_MS = { polite: 2000, assertive: 750 } as const;
/** Of a burst only so many are said one by one; the rest is counted. */
const MOST = 3;

interface Region {
  text: string;
  waiting: string[];
  timer: ReturnType<typeof setTimeout> | undefined;
  saidAt: number;
}

const fresh = (): Region => ({
  text: "",
  waiting: [],
  timer: undefined,
  saidAt: Number.NEGATIVE_INFINITY,
});
const regions: Record<Urgency, Region> = { polite: fresh(), assertive: fresh() };
const listeners = new Set<() => void>();

/** One text out of several that came in a burst. */
export function joined(texts: readonly string[]): string {
  const different = [...new Set(texts)];
  const rest = different.length - MOST;
  const said = different.slice(0, MOST).join(". ");
  return rest > 0 ? `${said}. And ${rest} more.` : said;
}

function say(urgency: Urgency): void {
  const region = regions[urgency];
  region.timer = undefined;
  const text = joined(region.waiting);
  region.waiting = [];
  region.saidAt = Date.now();
  // The same text twice would not be a change, and so not be read.
  region.text = text === region.text ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

export function announce(text: string, urgency: Urgency = "polite"): void {
  const region = regions[urgency];
  region.waiting.push(text);
  if (region.timer !== undefined) return;
  const wait = Math.max(50, region.saidAt + INTERVAL_MS[urgency] - Date.now());
  region.timer = setTimeout(() => say(urgency), wait);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function useText(urgency: Urgency): string {
  return useSyncExternalStore(subscribe, () => regions[urgency].text);
}

/** The live regions. Mounted once, by the shell. */
export function Announcer() {
  const polite = useText("polite");
  const assertive = useText("assertive");
  return (
    <div className="sr-only">
      <div role="status" aria-live="polite" aria-atomic="true">
        {polite}
      </div>
      <div role="alert" aria-live="assertive" aria-atomic="true">
        {assertive}
      </div>
    </div>
  );
}
