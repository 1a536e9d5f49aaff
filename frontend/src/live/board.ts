/**
 * Values by key outside React, so that one tick renders one row. Who listens to a key is told at
 * most once per animation frame, and not sooner than `everyMs` after the last time.
 */
type Listener = () => void;

/** Texts change no more than ten times a second: nobody can read faster. */
export const READABLE_MS = 98; // six frames of 60 a second are 100

export class Board<T> {
  private readonly values = new Map<string, T>();
  private readonly putAt = new Map<string, number>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly told = new Map<string, number>();
  private readonly changed = new Set<string>();
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
    this.told.delete(key);
  }

  private touch(key: string): void {
    if (!this.listeners.has(key)) return;
    this.changed.add(key);
    this.frame ??= requestAnimationFrame(this.tell);
  }

  private readonly tell = (now: number): void => {
    this.frame = undefined;
    for (const key of this.changed) {
      if (now - (this.told.get(key) ?? Number.NEGATIVE_INFINITY) < this.everyMs) continue;
      this.changed.delete(key);
      const listeners = this.listeners.get(key);
      if (!listeners) continue;
      this.told.set(key, now);
      for (const listener of [...listeners]) listener();
    }
    if (this.changed.size > 0) this.frame = requestAnimationFrame(this.tell);
  };
}
