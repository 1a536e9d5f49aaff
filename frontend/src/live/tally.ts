/** Counts the private messages of an account, so that none is missed or told twice. */
import type { Position } from "./frames";

export type Verdict = "next" | "repeated" | "gap";

export class Tally {
  constructor(public position: Position | undefined) {}

  /** A message came in. We hear all private channels, so a number left out is a message lost. */
  count({ epoch, seq }: Position): Verdict {
    const last = this.position;
    if (last && epoch === last.epoch && seq <= last.seq) return "repeated";
    this.position = { epoch, seq };
    return !last || (epoch === last.epoch && seq === last.seq + 1) ? "next" : "gap";
  }

  /** The server said how far it has sent. Whether something before that never came. */
  isBehind(said: Position): boolean {
    const last = this.position;
    const isBehind = last !== undefined && (said.epoch !== last.epoch || said.seq > last.seq);
    if (!last || isBehind) this.position = said;
    return isBehind;
  }
}

/** Where a frame says that the server is; control frames only do once private channels are heard. */
export function placeIn(frame: { epoch?: string; seq?: number }): Position | undefined {
  const { epoch, seq } = frame;
  return epoch === undefined || seq === undefined ? undefined : { epoch, seq };
}
