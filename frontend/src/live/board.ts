/**
 * Values by key outside React, so that one tick renders one row. Who listens to a key is told at
 * most once per animation frame, and has one turn every `everyMs`.
 */
type Listener = () => void;

/** Texts change no more than ten times a second: nobody can read faster. */
export const READABLE_MS = 100;

export class Board<T> {
  private readonly values = new Map<string, T>();
  private readonly putAt = new Map<string, number>();
  private readonly listeners = new Map<string, Set<Listener>>();
  /** When the last turn of each key began. */
  private readonly turns = new Map<string, number>();
  /** What listeners have not heard of, and since when. */
  private readonly changed = new Map<string, number>();
  private frame: number | undefined;

  constructor(private readonly everyMs: number = READABLE_MS) {}

  get(key: string): T | undefined {
    return this.values.get(key);
  }

  /** When the value came, in milliseconds of `Date.now()`. */
  at(key: string): number | undefined {
    return this.putAt.get(key);
  }

  keys(): string[] {
    return [...this.values.keys()];
  }

  /** `at`: when it came, if that was before now. */
  put(key: string, value: T, at = Date.now()): void {
    this.values.set(key, value);
    this.putAt.set(key, at);
    this.touch(key);
  }

  /** Forget one value, or all. */
  clear(key?: string): void {
    for (const one of key === undefined ? this.keys() : [key]) {
      this.values.delete(one);
      this.putAt.delete(one);
      this.touch(one);
    }
  }

  subscribe(key: string, listener: Listener): () => void {
    const listeners = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.forget(key);
    };
  }

  private forget(key: string): void {
    this.listeners.delete(key);
    this.turns.delete(key);
  }

  private touch(key: string): void {
    if (!this.listeners.has(key)) return;
    if (!this.changed.has(key)) this.changed.set(key, performance.now());
    this.frame ??= requestAnimationFrame(this.tell);
  }

  private readonly tell = (now: number): void => {
    this.frame = undefined;
    for (const [key, since] of this.changed) {
      const next = (this.turns.get(key) ?? Number.NEGATIVE_INFINITY) + this.everyMs;
      if (now < next) continue;
      this.changed.delete(key);
      const listeners = this.listeners.get(key);
      if (!listeners) continue;
      // Not when it is told: a late frame would make the next turn late, and that the one after it.
      this.turns.set(key, Math.max(since, next));
      for (const listener of [...listeners]) listener();
    }
    if (this.changed.size > 0) this.frame = requestAnimationFrame(this.tell);
  };
}
