/** What tests have in the place of a network. */
import type { Socket } from "./call";
import type { Port } from "./messages";

export class FakeSocket implements Socket {
  static all: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  isClosed = false;
  readonly sent: Record<string, unknown>[] = [];

  constructor() {
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error("nobody has opened a socket");
    return last;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  /** What the server says. */
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  sentWith(action: string): Record<string, unknown>[] {
    return this.sent.filter((message) => message.action === action);
  }

  /** As a server does: lets the client in, and begins or goes on at `seq`. */
  admit(epoch = "e", seq = 0, expiresIn = 900): void {
    this.onopen?.();
    this.say({ type: "authenticated", expires_in: expiresIn });
    this.say({ type: "subscribed", channels: {}, epoch, seq });
  }

  event(seq: number, epoch = "e", account = "acc"): void {
    this.say({
      type: "PORTFOLIO_UPDATED",
      seq,
      epoch,
      id: `${epoch}-${seq}`,
      time: "",
      correlationid: "",
      causationid: null,
      data: { account_id: account, cash: "1" },
    });
  }

  drop(code = 1006): void {
    this.onclose?.({ code });
  }
}

/** Two ends of a way, each message in a turn of its own, copied as between threads. */
export function pair<A, B>(): [Port<A, B>, Port<B, A>] {
  const one: Port<A, B> = {
    onmessage: null,
    post: (message) => queueMicrotask(() => other.onmessage?.(structuredClone(message))),
  };
  const other: Port<B, A> = {
    onmessage: null,
    post: (message) => queueMicrotask(() => one.onmessage?.(structuredClone(message))),
  };
  return [one, other];
}
