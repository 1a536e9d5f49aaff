import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeSocket, pair } from "./fakes";
import { Host } from "./host";
import type { ToHost, ToTab } from "./messages";
import { Seen } from "./seen";

let host: Host;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  host = new Host(() => new FakeSocket());
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

async function opened(set: Partial<Seen> = {}, at = host): Promise<Seen> {
  const seen = Object.assign(new Seen(), set);
  const [near, far] = pair<ToHost, ToTab>();
  at.attach(far);
  seen.tab.join(near);
  await pass();
  return seen;
}

async function live(set: Partial<Seen> = {}): Promise<Seen> {
  const seen = await opened(set);
  FakeSocket.last.admit("e", 0);
  await pass();
  return seen;
}

const quote = (symbol: string, sequence = 1) => ({
  type: "QUOTE",
  data: { symbol, sequence, time: "", bid: "1", bid_size: "1", ask_size: "0" },
});

describe("two tabs", () => {
  test("share one connection, and each hears what it listens to", async () => {
    const one = await live({ wanted: ["quotes:IBM"] });
    const two = await opened({ wanted: ["quotes:IBM", "quotes:AAPL"] });
    FakeSocket.last.say(quote("AAPL"));
    FakeSocket.last.event(1);
    await pass();
    expect(FakeSocket.all).toHaveLength(1);
    expect(one.told.map(({ type }) => type)).toEqual(["PORTFOLIO_UPDATED"]);
    expect(two.told.map(({ type }) => type)).toEqual(["QUOTE", "PORTFOLIO_UPDATED"]);
  });

  test("what one still wants is kept when the other leaves", async () => {
    const one = await live({ wanted: ["quotes:IBM", "depth:IBM"] });
    await opened({ wanted: ["quotes:IBM"] });
    FakeSocket.last.sent.length = 0;
    one.tab.leave();
    await pass();
    expect(FakeSocket.last.sentWith("unsubscribe")).toEqual([
      { action: "unsubscribe", channels: ["depth"], symbols: ["IBM"] },
    ]);
  });

  test("the second is shown what the first was: the server does not repeat it", async () => {
    await live({ wanted: ["quotes:IBM"] });
    FakeSocket.last.say(quote("IBM", 5));
    FakeSocket.last.say(quote("IBM", 6));
    const two = await opened({ wanted: ["quotes:IBM"] });
    expect(two.told).toEqual([quote("IBM", 6)]);
    expect(two.outcomes).toEqual(["fresh"]);
  });

  test("either gives the ticket; one that cannot is passed over", async () => {
    const one = await live();
    const two = await opened({ hasTicket: false });
    one.tickets = 0;
    two.tab.here(); // it was heard last, so it is asked first
    await pass();
    FakeSocket.last.drop();
    await pass(1_000);
    expect([one.tickets, two.tickets]).toEqual([1, 1]);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("one that sleeps keeps nobody waiting for long, and not again", async () => {
    const one = await live();
    const two = new Seen();
    const [near, far] = pair<ToHost, ToTab>();
    host.attach(far);
    two.tab.join(near); // it was heard last, so it is asked first
    await pass();
    near.post = () => undefined;
    one.tickets = 0;
    FakeSocket.last.drop();
    await pass(9_500);
    expect(one.tickets).toBe(1);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.drop();
    await pass(3_000);
    expect(FakeSocket.all).toHaveLength(3);
  });
});

describe("tabs that nobody sees", () => {
  test("hear of the account and of bars, and are shown prices when they are looked at", async () => {
    const one = await live({ wanted: ["quotes:IBM", "bars:IBM"] });
    one.isSeen = false;
    one.tab.here();
    await pass();
    FakeSocket.last.say(quote("IBM", 7));
    FakeSocket.last.say({ type: "BAR", data: { symbol: "IBM", interval: "1Min", start: "s" } });
    FakeSocket.last.event(1);
    await pass();
    expect(one.told.map(({ type }) => type)).toEqual(["BAR", "PORTFOLIO_UPDATED"]);
    one.isSeen = true;
    one.tab.here();
    await pass();
    expect(one.told).toContainEqual(quote("IBM", 7));
  });

  test("one that vanished without a word is not listened for any more", async () => {
    const one = new Seen();
    const [near, far] = pair<ToHost, ToTab>();
    host.attach(far);
    one.wanted = ["quotes:IBM"];
    one.tab.join(near);
    await pass();
    FakeSocket.last.admit();
    await opened({ wanted: ["quotes:AAPL"] });
    near.post = () => undefined;
    const alive = setInterval(() => FakeSocket.last.say({ type: "heartbeat", time: "" }), 5_000);
    await pass(101_000);
    clearInterval(alive);
    expect(FakeSocket.last.sentWith("unsubscribe")).toEqual([
      { action: "unsubscribe", channels: ["quotes"], symbols: ["IBM"] },
    ]);
  });

  test("one that was frozen reads again what it was not told, and no more", async () => {
    const one = await live();
    await opened();
    one.tab.leave();
    await pass();
    one.tab.here();
    await pass();
    expect(one.losses).toBe(0);
    one.tab.leave();
    await pass();
    FakeSocket.last.event(1);
    one.tab.here();
    await pass();
    expect(one.losses).toBe(1);
    FakeSocket.last.event(2);
    await pass();
    expect(one.losses).toBe(1);
    expect(one.told).toHaveLength(1);
  });
});

describe("who is signed in", () => {
  test("nobody: no connection, until somebody is", async () => {
    const one = await opened({ who: undefined });
    expect(FakeSocket.all).toEqual([]);
    one.who = "acc";
    one.tab.here();
    await pass();
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("the account that was said last counts, in all tabs", async () => {
    const one = await live();
    const two = await opened();
    one.who = "second";
    one.tab.here();
    await pass();
    two.tab.here(); // still says the first: it has not heard of it
    await pass();
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.all[0]?.isClosed).toBe(true);
    two.who = "second";
    two.tab.here();
    await pass();
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("one tab that lost its session does not end the line of another", async () => {
    await live();
    const two = await opened();
    two.who = null;
    two.tab.here();
    await pass();
    expect(FakeSocket.last.isClosed).toBe(false);
  });

  test("a tab that is nobody any more hears nothing of the account", async () => {
    await live();
    const two = await opened();
    two.who = null;
    two.tab.here();
    await pass();
    FakeSocket.last.event(1);
    await pass();
    expect(two.told).toEqual([]);
  });

  test("all signed out: the line ends", async () => {
    const one = await live();
    one.who = null;
    one.tab.here();
    await pass();
    expect(FakeSocket.last.isClosed).toBe(true);
    expect(one.last?.phase).toBe("idle");
  });
});

describe("a host that takes over", () => {
  test("goes on where the tab was, and nothing is told twice", async () => {
    const one = await live();
    FakeSocket.last.event(1);
    await pass();
    const next = new Host(() => new FakeSocket());
    const [near, far] = pair<ToHost, ToTab>();
    next.attach(far);
    one.tab.join(near);
    await pass();
    FakeSocket.last.onopen?.();
    FakeSocket.last.say({ type: "authenticated", expires_in: 900 });
    expect(FakeSocket.last.sentWith("subscribe")[0]?.since).toEqual({ epoch: "e", seq: 1 });
    FakeSocket.last.say({ type: "subscribed", channels: {}, epoch: "e", seq: 1 });
    FakeSocket.last.event(1);
    FakeSocket.last.event(2);
    await pass();
    expect(one.told).toHaveLength(2);
    expect(one.losses).toBe(0);
    expect(one.outcomes).toEqual(["fresh", "resumed"]);
  });

  test("a tab that is behind the others finds its gap, once", async () => {
    const one = await live();
    FakeSocket.last.event(1);
    FakeSocket.last.event(3);
    await pass();
    expect(one.losses).toBe(1);
  });
});
