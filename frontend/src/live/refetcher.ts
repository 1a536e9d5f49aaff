/**
 * Has queries read again: soon after something happened, once for all that happened in between,
 * and for what other services make of it once more when it has been quiet for a while.
 */
type Key = readonly unknown[];

const SOON_MS = 100;
const QUIET_MS = 1_500;
const LONGEST_MS = 5_000;

export class Refetcher {
  private readonly now = new Map<string, Key>();
  private readonly after = new Map<string, Key>();
  private soonTimer: ReturnType<typeof setTimeout> | undefined;
  private laterTimer: ReturnType<typeof setTimeout> | undefined;
  private laterSince: number | undefined;

  constructor(private readonly refetch: (keys: readonly Key[]) => void) {}

  /** What has changed by the time that we are told. */
  soon(key: Key): void {
    this.now.set(JSON.stringify(key), key);
    this.soonTimer ??= setTimeout(() => {
      this.soonTimer = undefined;
      this.flush(this.now);
    }, SOON_MS);
  }

  /** What another service has yet to hear of. */
  later(key: Key): void {
    this.after.set(JSON.stringify(key), key);
    this.laterSince ??= Date.now();
    const left = LONGEST_MS - (Date.now() - this.laterSince);
    clearTimeout(this.laterTimer);
    this.laterTimer = setTimeout(
      () => {
        this.laterSince = undefined;
        this.flush(this.after);
      },
      Math.min(QUIET_MS, Math.max(left, 0)),
    );
  }

  /** Everything is being read again anyway. */
  forget(): void {
    clearTimeout(this.soonTimer);
    clearTimeout(this.laterTimer);
    this.soonTimer = this.laterSince = undefined;
    this.now.clear();
    this.after.clear();
  }

  private flush(keys: Map<string, Key>): void {
    const all = [...keys.values()];
    keys.clear();
    this.refetch(all);
  }
}
