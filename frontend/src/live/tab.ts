/** This tab's side: tells the host who it is and what it wants, hands on what the host says. */
import type { Outcome } from "./call";
import { isPrivate, type Position, type PrivateFrame, type PublicFrame } from "./frames";
import type { LineStatus, Ticket } from "./line";
import type { Port, ToHost, ToTab, Who } from "./messages";
import { Tally } from "./tally";
import type { Topic } from "./topics";

const HERE_MS = 10_000;
const GATHER_MS = 50;

export interface Life {
  account(): Who;
  topics(): Topic[];
  isVisible(): boolean;
  /** `undefined`: this tab can get none. */
  ticket(): Promise<Ticket | undefined>;
  frames(frames: readonly (PublicFrame | PrivateFrame)[]): void;
  status(status: LineStatus): void;
  up(outcome: Outcome, isAgain: boolean): void;
  lost(): void;
}

export class Tab {
  /** Whether the host has said anything yet. */
  isHeard = false;
  private port: Port<ToHost, ToTab> | undefined;
  private tally = new Tally(undefined);
  private account: Who;
  private losing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly life: Life) {
    setInterval(() => this.here(), HERE_MS);
  }

  get position(): Position | undefined {
    return this.tally.position;
  }

  /** Talk to the host at the other end, and no more to the one before. */
  join(port: Port<ToHost, ToTab>): void {
    this.leave();
    this.port = port;
    port.onmessage = (message) => this.hear(message);
    this.here();
  }

  /** Say who we are and what we want. Nothing goes wrong if that is said too often. */
  here(): void {
    const account = this.life.account();
    if (account !== this.account) this.tally = new Tally(undefined);
    this.account = account;
    this.port?.post({
      kind: "here",
      account,
      topics: this.life.topics(),
      isVisible: this.life.isVisible(),
      position: this.position,
    });
  }

  nudge(): void {
    this.port?.post({ kind: "nudge" });
  }

  leave(): void {
    this.port?.post({ kind: "bye" });
  }

  private hear(message: ToTab): void {
    this.isHeard = true;
    switch (message.kind) {
      case "frames":
        this.count(message.frames);
        return;
      case "status":
        this.adopt(message.position);
        this.life.status(message.status);
        return;
      case "up":
        this.life.up(message.outcome, message.isAgain);
        return;
      case "lost":
        this.adopt(message.position);
        this.lose();
        return;
      case "ticket?":
        void this.give(message.id);
        return;
      case "who?":
        this.here();
        return;
    }
  }

  /** A host that is new may repeat what the one before had told us, or not know where we were. */
  private count(frames: readonly (PublicFrame | PrivateFrame)[]): void {
    let hasGap = false;
    const fresh = frames.filter((frame) => {
      const verdict = isPrivate(frame) ? this.tally.count(frame) : "next";
      hasGap ||= verdict === "gap";
      return verdict !== "repeated";
    });
    this.life.frames(fresh);
    if (hasGap) this.lose();
  }

  private adopt(position: Position | undefined): void {
    if (position) this.tally.position = position;
  }

  /** Host and tab may both find out about the same loss. */
  private lose(): void {
    this.losing ??= setTimeout(() => {
      this.losing = undefined;
      this.life.lost();
    }, GATHER_MS);
  }

  private async give(id: number): Promise<void> {
    const ticket = await this.life.ticket().catch(() => undefined);
    this.port?.post({ kind: "ticket", id, ticket });
  }
}
