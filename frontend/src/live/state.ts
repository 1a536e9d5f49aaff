/** Makes one state of what the host says of the line, what comes in, and what the browser says. */
import { useSession } from "@/api/session";
import { type Connection, connection, type LineState } from "./connection";
import type { PrivateFrame, PublicFrame } from "./frames";
import { IDLE, type LineStatus } from "./line";
import { noteStreams } from "./streams";

/** The market says every second what time it is. */
const SILENT_MS = 10_000;
const LOOK_MS = 1_000;

let status: LineStatus = IDLE;
let dataAt: number | undefined;
let heardAt: number | undefined;
let liveSince = 0;

export function noteStatus(next: LineStatus): void {
  if (status.phase !== "live" && next.phase === "live") liveSince = Date.now();
  status = next;
  heardAt = Date.now();
  show();
}

export function noteData(frames: readonly (PublicFrame | PrivateFrame)[]): void {
  const now = Date.now();
  noteStreams(frames, now);
  if (frames.some(({ type }) => type === "MARKET_CLOCK" || type === "QUOTE")) dataAt = now;
  heardAt = now; // shown within the second: it would render hundreds of times
}

/** Ages grow by themselves. */
export function watchState(): void {
  setInterval(show, LOOK_MS);
  useSession.subscribe(show);
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
}

function show(): void {
  const now = Date.now();
  const isSilent = now - Math.max(dataAt ?? 0, liveSince) > SILENT_MS;
  const state = stateOf(status, isSilent);
  const next: Partial<Connection> = {
    state,
    attempt: status.attempt,
    nextTryAt: status.nextTryAt,
    roundTripMs: status.roundTripMs,
    dataAgeMs: dataAt === undefined ? undefined : now - dataAt,
    lastEventAt: heardAt,
    reason: reasonOf(state),
  };
  connection.setState(next);
}

/** Being offline is only believed when nothing comes: this computer may be the server. */
function stateOf({ phase, isAgain, attempt }: LineStatus, isSilent: boolean): LineState {
  if (useSession.getState().session === null) return "offline"; // another tab's line is not ours
  switch (phase) {
    case "live":
      return isSilent ? "stale" : "live";
    case "quiet":
      return "stale";
    case "idle":
      return "connecting";
    case "connecting":
      if (!navigator.onLine) return "offline";
      return isAgain || attempt > 1 ? "reconnecting" : "connecting";
  }
}

function reasonOf(state: LineState): string {
  if (state === "live") return "";
  if (state === "offline")
    return useSession.getState().session ? "This computer is offline" : "Nobody is signed in";
  if (state !== "stale") return status.reason;
  return status.phase === "quiet" ? "The server is slow to answer" : "The market says nothing";
}
