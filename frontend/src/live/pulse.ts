/**
 * Feels whether a connection still lives. TCP says nothing for minutes when a cable is pulled or a
 * laptop wakes up, so we ask every few seconds and hang up ourselves.
 */
const PING_MS = 5_000;
/** A pong that takes longer makes prices doubtful. */
const QUIET_MS = 4_000;
/** The server says something every 15 seconds; two more for the way. */
const DEAD_MS = 17_000;
const LOOK_MS = 1_000;

export interface Pulsing {
  ping(): void;
  /** The answer to a ping took this long. */
  answered(roundTripMs: number): void;
  /** Whether an answer is overdue. */
  quiet(isQuiet: boolean): void;
  dead(): void;
}

export class Pulse {
  private timer: ReturnType<typeof setInterval> | undefined;
  private heardAt = 0;
  private pingedAt = 0;
  /** When the ping went out that is still unanswered. */
  private waitingSince: number | undefined;
  private isQuiet = false;

  constructor(private readonly pulsing: Pulsing) {}

  begin(): void {
    this.end();
    this.heardAt = Date.now();
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.ping();
  }

  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.waitingSince = undefined;
    this.isQuiet = false;
  }

  /** Any frame is a sign of life. */
  heard(): void {
    this.heardAt = Date.now();
    if (this.isQuiet && this.waitingSince === undefined) this.say(false);
  }

  ponged(): void {
    if (this.waitingSince === undefined) return;
    this.pulsing.answered(Date.now() - this.waitingSince);
    this.waitingSince = undefined;
    this.say(false);
  }

  /** Ask now: there is a reason to doubt, such as a network that came back. */
  ping(): void {
    if (this.timer === undefined || this.waitingSince !== undefined) return;
    this.pingedAt = this.waitingSince = Date.now();
    this.pulsing.ping();
  }

  private look(): void {
    const now = Date.now();
    if (now - this.heardAt > DEAD_MS) {
      this.end();
      this.pulsing.dead();
      return;
    }
    if (this.waitingSince !== undefined && now - this.waitingSince > QUIET_MS) this.say(true);
    if (now - this.pingedAt >= PING_MS) this.ping();
  }

  private say(isQuiet: boolean): void {
    if (this.isQuiet === isQuiet) return;
    this.isQuiet = isQuiet;
    this.pulsing.quiet(isQuiet);
  }
}
