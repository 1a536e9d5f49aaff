/** One WebSocket, from its ticket to its end: shows the ticket, subscribes, renews, counts. */
import type { Ending } from "./backoff";
import {
  type ControlFrame,
  type Frame,
  isPrivate,
  isPublic,
  type PrivateFrame,
  type PublicFrame,
  read,
} from "./frames";
import { Pulse } from "./pulse";
import { placeIn, type Tally } from "./tally";
import { type Plan, plan, type Topic, without } from "./topics";

export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/** What became of the private messages that were sent while nobody listened. */
export type Outcome = "fresh" | "resumed" | "lost";

export interface Caller {
  frame(frame: PublicFrame | PrivateFrame): void;
  up(outcome: Outcome): void;
  /** Private messages never came: what they were about has to be read again. */
  lost(): void;
  answered(roundTripMs: number): void;
  quiet(isQuiet: boolean): void;
  /** Another ticket of the same account, or `undefined` if there is none any more. */
  renewal(): Promise<string | undefined>;
  ended(ending: Ending): void;
}

const PRIVATE = ["orders", "portfolio", "security"];
const PATIENCE_MS = 10_000;
/** A ticket is as good as its token, which a tab renews in the last minute. */
const RENEW_EARLY_S = 30;
const RENEW_AGAIN_MS = 5_000;
export const NO_CODE = 1006;

export class Call {
  private told: Plan = new Map();
  private outcome: Outcome | undefined;
  private asked: number | undefined;
  private hasEnded = false;
  private readonly patience: ReturnType<typeof setTimeout>;
  private renewing: ReturnType<typeof setTimeout> | undefined;
  private readonly pulse: Pulse;

  constructor(
    private readonly socket: Socket,
    ticket: string,
    private readonly tally: Tally,
    private topics: Iterable<Topic>,
    private readonly caller: Caller,
  ) {
    this.pulse = new Pulse({
      ping: () => this.say({ action: "ping" }),
      answered: caller.answered,
      quiet: caller.quiet,
      dead: () => this.end({ code: NO_CODE }),
    });
    this.patience = setTimeout(() => this.end({ code: NO_CODE }), PATIENCE_MS);
    socket.onopen = () => this.say({ action: "authenticate", ticket });
    socket.onclose = ({ code }) => this.end({ code, asked: this.asked });
    socket.onmessage = ({ data }) => this.hear(read(data));
  }

  listen(topics: Iterable<Topic>): void {
    this.topics = topics;
    if (this.outcome) this.tellTopics();
  }

  ping(): void {
    this.pulse.ping();
  }

  /** Let go of it, without another word to the caller. */
  drop(): void {
    this.hasEnded = true;
    clearTimeout(this.patience);
    clearTimeout(this.renewing);
    this.pulse.end();
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }

  private end(ending: Ending): void {
    if (this.hasEnded) return;
    this.drop(); // a connection that is dead may take minutes to say that it is closed
    this.caller.ended(ending);
  }

  private hear(frame: Frame | undefined): void {
    if (!frame || this.hasEnded) return;
    this.pulse.heard();
    if (isPublic(frame)) this.caller.frame(frame);
    else if (isPrivate(frame)) this.hearPrivate(frame);
    else this.hearControl(frame);
  }

  private hearPrivate(frame: PrivateFrame): void {
    const verdict = this.tally.count(frame);
    if (verdict === "repeated") return;
    this.caller.frame(frame);
    if (verdict === "gap") this.caller.lost();
  }

  private hearControl(frame: ControlFrame): void {
    switch (frame.type) {
      case "authenticated":
        this.admitted(frame.expires_in);
        return;
      case "server_shutdown":
        this.asked = frame.reconnect_in_seconds;
        return;
      case "resync":
        this.resync();
        return;
      case "pong":
        this.pulse.ponged();
        this.compare(frame);
        return;
      case "subscribed":
        if (this.outcome) this.compare(frame);
        else this.begin(frame);
        return;
      case "heartbeat":
      case "unsubscribed":
        this.compare(frame);
        return;
      case "error":
        return; // what we asked was wrong; nothing came of it, and asking again would not help
    }
  }

  private admitted(expiresIn: number): void {
    clearTimeout(this.renewing);
    const seconds = Math.max(expiresIn - RENEW_EARLY_S, expiresIn / 2, 1);
    this.renewing = setTimeout(() => void this.renew(), seconds * 1000);
    if (this.outcome) return;
    const since = this.tally.position;
    this.say({ action: "subscribe", channels: PRIVATE, ...(since && { since }) });
  }

  private async renew(): Promise<void> {
    const ticket = await this.caller.renewal().catch(() => undefined);
    if (this.hasEnded) return;
    if (ticket) this.say({ action: "authenticate", ticket });
    this.renewing = setTimeout(() => void this.renew(), RENEW_AGAIN_MS); // until it is admitted
  }

  /** The server has answered the first wish, so it is known from where on it tells. */
  private begin(said: { epoch?: string; seq?: number }): void {
    clearTimeout(this.patience);
    const since = this.tally.position;
    const isBehind = this.compareQuietly(said);
    this.outcome = since ? (isBehind ? "lost" : "resumed") : "fresh";
    this.tellTopics();
    this.pulse.begin();
    this.caller.up(this.outcome);
  }

  /** Said right after `subscribed`, which has told us already; then once is enough. */
  private resync(): void {
    if (this.outcome !== "lost") this.caller.lost();
  }

  private compare(said: { epoch?: string; seq?: number }): void {
    if (this.compareQuietly(said)) this.caller.lost();
  }

  private compareQuietly(said: { epoch?: string; seq?: number }): boolean {
    const place = placeIn(said);
    return place !== undefined && this.tally.isBehind(place);
  }

  private tellTopics(): void {
    const wanted = plan(this.topics);
    for (const [channel, symbols] of without(this.told, wanted))
      this.ask("unsubscribe", channel, symbols); // first: there is a limit to symbols
    for (const [channel, symbols] of without(wanted, this.told))
      this.ask("subscribe", channel, symbols);
    this.told = wanted;
  }

  private ask(action: string, channel: string, symbols: ReadonlySet<string>): void {
    this.say({ action, channels: [channel], ...(symbols.size > 0 && { symbols: [...symbols] }) });
  }

  private say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}
