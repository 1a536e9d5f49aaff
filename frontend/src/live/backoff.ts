/** How long to wait before the next try, after a connection ended or could not be made. */

/** Close codes that a client can act on; all others are treated like the network's. */
export const CLOSED = {
  restarting: 1012,
  tryAgainLater: 1013,
  slow: 4008,
  tooManyBadMessages: 4400,
  notAdmitted: 4401,
  tooManyConnections: 4429,
} as const;

const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const UNWELCOME_MS = 30_000;

/** At most this long for a restart: what `server_shutdown` asks is a wish, not to be trusted. */
const ASKED_LONGEST_S = 60;

export interface Ending {
  readonly code: number;
  /** Seconds that the server asked us to wait, if it did. */
  readonly asked?: number | undefined;
}

/**
 * Milliseconds. Half of it is chance, or all clients of a server that was away would come back at
 * the same moment. `attempt` counts from 1.
 */
export function pause(ending: Ending, attempt: number, random: () => number = Math.random): number {
  if (ending.asked !== undefined)
    return Math.min(Math.max(ending.asked, 0), ASKED_LONGEST_S) * 1000;
  const unwelcome: number[] = [CLOSED.tooManyBadMessages, CLOSED.tooManyConnections];
  const longest = unwelcome.includes(ending.code)
    ? UNWELCOME_MS
    : Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
  return Math.round(longest * (0.5 + random() / 2));
}

/** Why it ended, in a few plain words. */
export function saying({ code, asked }: Ending): string {
  if (asked !== undefined || code === CLOSED.restarting) return "The server restarts";
  switch (code) {
    case CLOSED.tryAgainLater:
      return "The server is busy";
    case CLOSED.slow:
      return "This computer could not keep up";
    case CLOSED.tooManyBadMessages:
      return "The server did not understand this page";
    case CLOSED.notAdmitted:
      return "The session has to be shown again";
    case CLOSED.tooManyConnections:
      return "Too many connections of this user";
    default:
      return "The connection broke";
  }
}
