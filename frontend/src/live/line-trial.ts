/** A line for tests, and all that came of it. */
import { vi } from "vitest";
import type { Outcome } from "./call";
import { FakeSocket } from "./fakes";
import type { PrivateFrame, PublicFrame } from "./frames";
import { IDLE, Line, type LineStatus } from "./line";

export class LineTrial {
  readonly frames: (PublicFrame | PrivateFrame)[] = [];
  readonly outcomes: Outcome[] = [];
  status: LineStatus = IDLE;
  losses = 0;
  tickets = 0;
  /** Of whom the tickets are. */
  account = "acc";
  readonly line = new Line({
    open: () => new FakeSocket(),
    ticket: async () => {
      this.tickets += 1;
      return { ticket: `t${this.tickets}`, accountId: this.account };
    },
    frame: (frame) => this.frames.push(frame),
    status: (next) => {
      this.status = next;
    },
    up: (outcome) => this.outcomes.push(outcome),
    lost: () => {
      this.losses += 1;
    },
  });

  constructor() {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1);
    FakeSocket.all = [];
  }

  async connected(seq = 0): Promise<FakeSocket> {
    this.line.connect("acc");
    await pass();
    FakeSocket.last.admit("e", seq);
    return FakeSocket.last;
  }
}

export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
