/** One tab, as its host sees it: who it is, what it wants, and what it is owed. */
import type { Position, PrivateFrame, PublicFrame } from "./frames";
import { isPublic } from "./frames";
import type { Port, ToHost, ToTab, Who } from "./messages";
import { type Topic, topicOf } from "./topics";

/** Frames come one by one and in bursts; a tab is woken once for all of a moment. */
const GATHER_MS = 8;

export class Seat {
  account: Who;
  isVisible = true;
  heardAt = Date.now();
  /** It was asked for a ticket and has not been heard since. */
  isSilent = false;
  /** Grows each time the tab says who it is signed in as. */
  saidAt = 0;
  topics: ReadonlySet<Topic> = new Set();
  private owed: (PublicFrame | PrivateFrame)[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly port: Port<ToTab, ToHost>) {}

  tell(message: ToTab): void {
    this.flush();
    this.port.post(message);
  }

  /** A private frame always; of prices, what it listens to and shows. */
  owe(frame: PublicFrame | PrivateFrame): void {
    if (isPublic(frame) && !this.wants(frame)) return;
    this.owed.push(frame);
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** The topics that are new to it. */
  want(topics: readonly Topic[]): Topic[] {
    const before = this.topics;
    this.topics = new Set(topics);
    return topics.filter((topic) => !before.has(topic));
  }

  /** It has gone, or is frozen. The way to it stays open, in case that it comes back. */
  leave(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.owed = [];
    this.topics = new Set();
  }

  private wants(frame: PublicFrame): boolean {
    const isKept = frame.type === "BAR" || frame.type === "MARKET_CLOCK"; // a chart has no holes
    return (this.isVisible || isKept) && this.topics.has(topicOf(frame));
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const frames = this.owed;
    if (frames.length === 0) return;
    this.owed = [];
    this.port.post({ kind: "frames", frames });
  }
}

/** Whether a tab that knows `known` was told everything up to `now`. */
export function isUpToDate(known: Position | undefined, now: Position | undefined): boolean {
  return !known || !now || (known.epoch === now.epoch && known.seq === now.seq);
}
