/**
 * Where there are no shared workers, one tab holds the line for all: the one that has the lock.
 * When it goes, the lock passes to another, which asks who is here and goes on where they were.
 */
import type { Host } from "./host";
import type { Port, ToHost, ToTab } from "./messages";

const CHANNEL = "outcry.live";
const LOCK = "outcry.live.leader";
const EVERYBODY = "*";

type Letter =
  | { readonly to: "host"; readonly from: string; readonly message: ToHost }
  | { readonly to: "tab"; readonly tab: string; readonly message: ToTab };

class Election {
  private readonly own = crypto.randomUUID();
  private readonly channel = new BroadcastChannel(CHANNEL);
  private readonly ports = new Map<string, Port<ToTab, ToHost>>();
  private host: Host | undefined;
  readonly port: Port<ToHost, ToTab>;

  constructor(private readonly newHost: () => Host) {
    this.port = { onmessage: null, post: (message) => this.toHost(message) };
    this.channel.onmessage = ({ data }: MessageEvent<Letter>) => this.read(data);
    void navigator.locks.request(LOCK, () => this.lead());
  }

  private read(letter: Letter): void {
    if (letter.to === "host") this.deliver(letter.from, letter.message);
    else if (letter.tab === this.own || letter.tab === EVERYBODY)
      this.port.onmessage?.(letter.message);
  }

  private toHost(message: ToHost): void {
    if (this.host) this.deliver(this.own, message);
    else this.channel.postMessage({ to: "host", from: this.own, message } satisfies Letter);
  }

  private toTab(tab: string, message: ToTab): void {
    if (tab === this.own) this.port.onmessage?.(message);
    else this.channel.postMessage({ to: "tab", tab, message } satisfies Letter);
  }

  private deliver(from: string, message: ToHost): void {
    if (!this.host) return;
    let port = this.ports.get(from);
    if (!port) {
      port = { onmessage: null, post: (told) => this.toTab(from, told) };
      this.ports.set(from, port);
      this.host.attach(port);
    }
    port.onmessage?.(message);
  }

  /** The lock is ours for as long as this page lives. */
  private lead(): Promise<never> {
    this.host = this.newHost();
    const who: ToTab = { kind: "who?" };
    this.channel.postMessage({ to: "tab", tab: EVERYBODY, message: who } satisfies Letter);
    this.port.onmessage?.(who);
    return new Promise(() => undefined);
  }
}

export function elected(newHost: () => Host): Port<ToHost, ToTab> {
  return new Election(newHost).port;
}

/** Without locks either (no HTTPS): a line of its own. */
export function alone(newHost: () => Host): Port<ToHost, ToTab> {
  const host = newHost();
  const port: Port<ToHost, ToTab> = {
    onmessage: null,
    post: (message) => within.onmessage?.(message),
  };
  const within: Port<ToTab, ToHost> = {
    onmessage: null,
    post: (message) => queueMicrotask(() => port.onmessage?.(message)),
  };
  host.attach(within);
  return port;
}
