/** A tab for tests. */
import type { Outcome } from "./call";
import type { PrivateFrame, PublicFrame } from "./frames";
import type { LineStatus } from "./line";
import type { Who } from "./messages";
import { type Life, Tab } from "./tab";
import type { Topic } from "./topics";

/** A tab, and all that it was told. */
export class Seen implements Life {
  who: Who = "acc";
  wanted: Topic[] = [];
  isSeen = true;
  hasTicket = true;
  tickets = 0;
  losses = 0;
  readonly outcomes: Outcome[] = [];
  readonly told: (PublicFrame | PrivateFrame)[] = [];
  last: LineStatus | undefined;
  readonly tab = new Tab(this);

  account = () => this.who;
  topics = () => this.wanted;
  isVisible = () => this.isSeen;
  ticket = async () => {
    this.tickets += 1;
    return this.hasTicket && this.who ? { ticket: "t", accountId: this.who } : undefined;
  };
  frames = (frames: readonly (PublicFrame | PrivateFrame)[]) => this.told.push(...frames);
  status = (status: LineStatus) => {
    this.last = status;
  };
  up = (outcome: Outcome) => this.outcomes.push(outcome);
  lost = () => {
    this.losses += 1;
  };
}
