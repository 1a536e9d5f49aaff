/** What is said about the line: in the pill, to screen readers. */
import type { Connection, LineState, Recovery } from "@/live/connection";
import { age } from "@/ui/format";

const NAMES: Readonly<Record<LineState, string>> = {
  live: "Live",
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  stale: "Stale",
  offline: "Offline",
};

/** The pill's text. Round trips are told while all is well, ages when it is not. */
export function shortly(state: Connection, now: number): string {
  const name = NAMES[state.state];
  switch (state.state) {
    case "live":
      return state.roundTripMs === undefined ? name : `${name} ${age(state.roundTripMs)}`;
    case "reconnecting":
      return `${name} (${[state.attempt, nextTry(state, now)].filter(Boolean).join(", ")})`;
    case "stale":
      return state.dataAgeMs === undefined ? name : `${name} ${age(state.dataAgeMs)}`;
    default:
      return name;
  }
}

/** What stands over the page while the line is dead: since when nothing was heard, and why. */
export function standing({ dataAgeMs, reason }: Connection): string {
  const since = dataAgeMs === undefined ? "" : `: last heard ${age(dataAgeMs)} ago`;
  return `Prices stand still${since}.${reason ? ` ${reason}.` : ""}`;
}

/** In how many seconds it is tried again; "" while it is being tried. */
export function nextTry({ nextTryAt }: Pick<Connection, "nextTryAt">, now: number): string {
  if (nextTryAt === undefined) return "";
  return `in ${Math.max(0, Math.ceil((nextTryAt - now) / 1000))}\u00a0s`;
}

/** What is worth interrupting a reader for; "" if nothing is. */
export function spoken(before: LineState, after: LineState, reason: string): string {
  const isDown = (state: LineState) => state === "reconnecting" || state === "offline";
  const why = reason ? `: ${reason}` : "";
  if (isDown(after) && !isDown(before)) return `Connection lost${why}. Prices stand still.`;
  if (after === "stale" && before === "live") return `Prices may be out of date${why}.`;
  if (after === "live" && before === "stale") return "Prices are live again.";
  return "";
}

/** What was done about what was missed. */
export function recovered({ kind }: Recovery): string {
  return kind === "resumed"
    ? "Connected again. Nothing was missed."
    : "Connected again. Orders and positions were read anew.";
}
