/** The line to the server: for one account at a time, one WebSocket after another. */
import { CLOSED, type Ending, pause, saying } from "./backoff";
import { Call, type Caller, NO_CODE, type Outcome, type Socket } from "./call";
import type { Position, PrivateFrame, PublicFrame } from "./frames";
import { Tally } from "./tally";
import type { Topic } from "./topics";

/** Lets one connection in, for the account that the session is of. */
export interface Ticket {
  readonly ticket: string;
  readonly accountId: string;
}

export interface LineStatus {
  readonly phase: "idle" | "connecting" | "live" | "quiet";
  /** Whether it was live before. */
  readonly isAgain: boolean;
  /** Since it was last live. */
  readonly attempt: number;
  /** Milliseconds of `Date.now()`; `undefined` while there is nothing to wait for. */
  readonly nextTryAt: number | undefined;
  readonly roundTripMs: number | undefined;
  /** Why it is not live, in a few plain words. */
  readonly reason: string;
}

export interface Ends {
  open(): Socket;
  ticket(): Promise<Ticket>;
  frame(frame: PublicFrame | PrivateFrame): void;
  status(status: LineStatus): void;
  /** `isAgain`: it was up before, as this account. */
  up(outcome: Outcome, isAgain: boolean): void;
  lost(): void;
}

export const IDLE: LineStatus = {
  phase: "idle",
  isAgain: false,
  attempt: 0,
  nextTryAt: undefined,
  roundTripMs: undefined,
  reason: "",
};

export class Line {
  status: LineStatus = IDLE;
  account: string | undefined;
  private call: Call | undefined;
  private tally = new Tally(undefined);
  private readonly tallies = new Map<string, Tally>();
  private topics: readonly Topic[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was begun, so that what comes of it too late is known as such. */
  private begun = 0;

  constructor(private readonly ends: Ends) {}

  get position(): Position | undefined {
    return this.tally.position;
  }

  get isUp(): boolean {
    return this.status.phase === "live" || this.status.phase === "quiet";
  }

  /** Be connected as this account from now on. `since` is where a tab knows that it was. */
  connect(account: string, since?: Position): void {
    if (this.account === account) return;
    this.letGo();
    this.account = account;
    this.tally = this.tallies.get(account) ?? new Tally(since);
    this.tallies.set(account, this.tally);
    this.set({ ...IDLE, phase: "connecting", attempt: 1 });
    void this.attempt();
  }

  /** Nobody is signed in. Where the accounts were is kept for their return. */
  hangUp(): void {
    if (this.status === IDLE) return;
    this.letGo();
    this.account = undefined;
    this.tally = new Tally(undefined);
    this.set(IDLE);
  }

  listen(topics: readonly Topic[]): void {
    this.topics = topics;
    this.call?.listen(topics);
  }

  /** There is reason to hope, or to doubt: try now, or ask for a sign of life. */
  nudge(): void {
    if (this.call) this.call.ping();
    else if (this.status.nextTryAt !== undefined) void this.attempt();
  }

  private letGo(): void {
    this.begun += 1;
    clearTimeout(this.timer);
    this.call?.drop();
    this.call = undefined;
  }

  private async attempt(): Promise<void> {
    this.letGo();
    const { begun } = this;
    this.set({ nextTryAt: undefined });
    const ticket = await this.ends.ticket().catch(() => undefined);
    if (begun !== this.begun) return;
    if (ticket?.accountId !== this.account) this.ended({ code: NO_CODE });
    else if (ticket) this.dial(ticket.ticket);
  }

  private dial(ticket: string): void {
    const caller: Caller = {
      frame: this.ends.frame,
      lost: this.ends.lost,
      up: (outcome) => this.up(outcome),
      answered: (roundTripMs) => this.set({ roundTripMs }),
      quiet: (isQuiet) => this.set({ phase: isQuiet ? "quiet" : "live" }),
      renewal: () => this.renewal(),
      ended: (ending) => this.ended(ending),
    };
    this.call = new Call(this.ends.open(), ticket, this.tally, this.topics, caller);
  }

  private up(outcome: Outcome): void {
    const { isAgain } = this.status;
    this.set({ phase: "live", isAgain: true, attempt: 0, reason: "" });
    this.ends.up(outcome, isAgain);
  }

  private async renewal(): Promise<string | undefined> {
    const ticket = await this.ends.ticket();
    return ticket.accountId === this.account ? ticket.ticket : undefined;
  }

  /** A session that has to be shown again is shown at once, but not again and again. */
  private ended(ending: Ending): void {
    this.letGo();
    const wasLive = this.status.attempt === 0;
    const attempt = this.status.attempt + 1;
    const isAtOnce = wasLive && (ending.code === CLOSED.notAdmitted || ending.code === CLOSED.slow);
    const wait = isAtOnce ? 0 : pause(ending, attempt);
    this.set({
      phase: "connecting",
      attempt,
      nextTryAt: Date.now() + wait,
      roundTripMs: undefined,
      reason: saying(ending),
    });
    this.timer = setTimeout(() => void this.attempt(), wait);
  }

  private set(change: Partial<LineStatus>): void {
    this.status = { ...this.status, ...change };
    this.ends.status(this.status);
  }
}
