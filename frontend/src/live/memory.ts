/** The newest of what was shown, for a tab that begins to listen to what another listens to. */
import type { PublicFrame } from "./frames";
import { type Topic, topicOf } from "./topics";

const PRINTS_KEPT = 50;
const BARS_KEPT = 3;

export class Memory {
  private readonly shown = new Map<Topic, PublicFrame[]>();

  keep(frame: PublicFrame): void {
    const topic = topicOf(frame);
    const before = this.shown.get(topic) ?? [];
    this.shown.set(topic, [...before, frame].slice(-kept(frame)));
  }

  of(topics: Iterable<Topic>): PublicFrame[] {
    return [...topics].flatMap((topic) => this.shown.get(topic) ?? []);
  }

  /** Forget what nobody listens to: it would be out of date when somebody does. */
  keepOnly(topics: ReadonlySet<Topic>): void {
    for (const topic of this.shown.keys()) if (!topics.has(topic)) this.shown.delete(topic);
  }
}

function kept(frame: PublicFrame): number {
  if (frame.type === "TRADE") return PRINTS_KEPT;
  return frame.type === "BAR" ? BARS_KEPT : 1;
}
