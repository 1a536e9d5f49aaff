/**
 * What this tab listens to, counted: the first who wants a topic makes it wanted, and a while after
 * the last one left it is not. The while spares the server a row that scrolls out and in again.
 */
import type { Topic } from "./topics";

const LINGER_MS = 2_000;
const GATHER_MS = 20;

export class Wishes {
  private readonly counts = new Map<Topic, number>();
  private readonly lingering = new Map<Topic, ReturnType<typeof setTimeout>>();
  private announced: ReturnType<typeof setTimeout> | undefined;
  /** Called with all topics, soon after they have changed. */
  onChange: (topics: Topic[]) => void = () => undefined;

  /** Listen, until what is returned is called. */
  want(topic: Topic): () => void {
    const count = this.counts.get(topic) ?? 0;
    this.counts.set(topic, count + 1);
    clearTimeout(this.lingering.get(topic));
    if (!this.lingering.delete(topic) && count === 0) this.announce();
    let isHeld = true;
    return () => {
      if (isHeld) this.release(topic);
      isHeld = false;
    };
  }

  topics(): Topic[] {
    return [...this.counts.keys()];
  }

  private release(topic: Topic): void {
    const count = (this.counts.get(topic) ?? 1) - 1;
    this.counts.set(topic, count);
    if (count === 0)
      this.lingering.set(
        topic,
        setTimeout(() => this.end(topic), LINGER_MS),
      );
  }

  private end(topic: Topic): void {
    this.lingering.delete(topic);
    this.counts.delete(topic);
    this.announce();
  }

  private announce(): void {
    this.announced ??= setTimeout(() => {
      this.announced = undefined;
      this.onChange(this.topics());
    }, GATHER_MS);
  }
}

export const wishes = new Wishes();
