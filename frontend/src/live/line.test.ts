import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome } from "./call";
import { FakeSocket } from "./fakes";
import type { PrivateFrame, PublicFrame } from "./frames";
import { Line, type LineStatus } from "./line";

const frames: (PublicFrame | PrivateFrame)[] = [];
const outcomes: Outcome[] = [];
let status: LineStatus;
let losses = 0;
let tickets = 0;
let line: Line;
let account = "acc";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  FakeSocket.all = [];
  frames.length = outcomes.length = losses = tickets = 0;
  account = "acc";
  line = new Line({
    open: () => new FakeSocket(),
    ticket: async () => {
      tickets += 1;
      return { ticket: `t${tickets}`, accountId: account };
    },
    frame: (frame) => frames.push(frame),
    status: (next) => {
      status = next;
    },
    up: (outcome) => outcomes.push(outcome),
    lost: () => {
      losses += 1;
    },
  });
});

afterEach(() => vi.useRealTimers());

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function connected(seq = 0): Promise<FakeSocket> {
  line.connect("acc");
  await pass();
  FakeSocket.last.admit("e", seq);
  return FakeSocket.last;
}

describe("coming up", () => {
  test("shows the ticket first, then hears every private channel, so that a gap means loss", async () => {
    line.listen(["quotes:IBM", "clock"]);
    const socket = await connected();
    expect(socket.sent).toEqual([
      { action: "authenticate", ticket: "t1" },
      { action: "subscribe", channels: ["orders", "portfolio", "security"] },
      { action: "subscribe", channels: ["quotes"], symbols: ["IBM"] },
      { action: "subscribe", channels: ["clock"] },
      { action: "ping" },
    ]);
    expect(outcomes).toEqual(["fresh"]);
    expect(status.phase).toBe("live");
  });

  test("asks only for what is new, and to be spared what is not wanted any more", async () => {
    line.listen(["quotes:IBM", "depth:IBM"]);
    const socket = await connected();
    socket.sent.length = 0;
    line.listen(["quotes:IBM", "quotes:AAPL"]);
    expect(socket.sent).toEqual([
      { action: "unsubscribe", channels: ["depth"], symbols: ["IBM"] },
      { action: "subscribe", channels: ["quotes"], symbols: ["AAPL"] },
    ]);
  });

  test("a connection that is never let in is given up", async () => {
    line.connect("acc");
    await pass();
    const socket = FakeSocket.last;
    await pass(10_001);
    expect(socket.isClosed).toBe(true);
    expect(status.nextTryAt).toBeGreaterThan(Date.now() - 1);
  });

  test("a ticket of another account is not used", async () => {
    account = "other";
    line.connect("acc");
    await pass();
    expect(FakeSocket.all).toEqual([]);
    expect(status.phase).toBe("connecting");
  });
});

describe("coming back", () => {
  test("goes on after the last message, and nothing has to be read again", async () => {
    const socket = await connected(7);
    socket.event(8);
    socket.drop();
    await pass(500);
    FakeSocket.last.onopen?.();
    FakeSocket.last.say({ type: "authenticated", expires_in: 900 });
    expect(FakeSocket.last.sentWith("subscribe")).toEqual([
      {
        action: "subscribe",
        channels: ["orders", "portfolio", "security"],
        since: { epoch: "e", seq: 8 },
      },
    ]);
    FakeSocket.last.say({ type: "subscribed", channels: {}, epoch: "e", seq: 8 });
    FakeSocket.last.event(9);
    expect(outcomes).toEqual(["fresh", "resumed"]);
    expect(frames).toHaveLength(2);
    expect(losses).toBe(0);
  });

  test("a server that does not remember says so once, though in two messages", async () => {
    const socket = await connected(7);
    socket.drop();
    await pass(500);
    FakeSocket.last.admit("new", 2);
    FakeSocket.last.say({ type: "resync", epoch: "new", seq: 2 });
    expect(outcomes).toEqual(["fresh", "lost"]);
    expect(losses).toBe(0); // "lost" has said it
    FakeSocket.last.event(3, "new");
    expect(losses).toBe(0);
  });

  test("waits longer each time, never longer than 15 seconds, and anew after it was live", async () => {
    const socket = await connected();
    socket.drop();
    const waits = [];
    for (let tries = 0; tries < 8; tries += 1) {
      waits.push((status.nextTryAt ?? 0) - Date.now());
      await pass(waits.at(-1));
      FakeSocket.last.drop();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    await pass(15_000);
    FakeSocket.last.admit();
    FakeSocket.last.drop();
    expect((status.nextTryAt ?? 0) - Date.now()).toBe(500);
  });

  test("half of the wait is chance", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const socket = await connected();
    socket.drop();
    expect((status.nextTryAt ?? 0) - Date.now()).toBe(250);
  });

  test("after a restart it waits as long as the server asked", async () => {
    const socket = await connected();
    socket.say({ type: "server_shutdown", reconnect_in_seconds: 3.5 });
    socket.drop(1012);
    expect((status.nextTryAt ?? 0) - Date.now()).toBe(3500);
    expect(status.reason).toBe("The server restarts");
  });

  test("a session that ran out is shown again at once, but not in a circle", async () => {
    const socket = await connected();
    socket.drop(4401);
    await pass();
    expect(tickets).toBe(2);
    FakeSocket.last.drop(4401);
    await pass(100);
    expect(tickets).toBe(2);
    expect(status.nextTryAt).toBeDefined();
  });

  test("too many connections is no reason to hurry", async () => {
    const socket = await connected();
    socket.drop(4429);
    expect((status.nextTryAt ?? 0) - Date.now()).toBe(30_000);
  });

  test("a nudge tries at once", async () => {
    const socket = await connected();
    socket.drop();
    line.nudge();
    await pass();
    expect(FakeSocket.all).toHaveLength(2);
    await pass(9_000);
    expect(FakeSocket.all).toHaveLength(2); // the timer of before is not left over
  });
});

describe("what is missing", () => {
  test("a number left out is a loss", async () => {
    const socket = await connected();
    socket.event(1);
    socket.event(3);
    expect(frames).toHaveLength(2);
    expect(losses).toBe(1);
  });

  test("a heartbeat that is ahead is a loss, and said once", async () => {
    const socket = await connected();
    socket.event(1);
    socket.say({ type: "heartbeat", time: "", epoch: "e", seq: 2 });
    socket.say({ type: "heartbeat", time: "", epoch: "e", seq: 2 });
    expect(losses).toBe(1);
    socket.event(3);
    expect(losses).toBe(1);
  });

  test("what is repeated is told once", async () => {
    const socket = await connected();
    socket.event(1);
    socket.event(1);
    expect(frames).toHaveLength(1);
    expect(losses).toBe(0);
  });
});

describe("signs of life", () => {
  test("measures the way there and back", async () => {
    const socket = await connected();
    await pass(42);
    socket.say({ type: "pong", epoch: "e", seq: 0 });
    expect(status.roundTripMs).toBe(42);
  });

  test("an answer that is overdue makes it quiet, and the answer live again", async () => {
    const socket = await connected();
    await pass(5_000);
    expect(status.phase).toBe("quiet");
    socket.say({ type: "pong", epoch: "e", seq: 0 });
    expect(status.phase).toBe("live");
  });

  test("a connection on which nothing comes is hung up, though nobody closed it", async () => {
    const socket = await connected();
    await pass(17_000);
    expect(socket.isClosed).toBe(false);
    await pass(1_500);
    expect(socket.isClosed).toBe(true);
    expect(FakeSocket.all).toHaveLength(2);
    expect(status.isAgain).toBe(true);
  });

  test("heartbeats alone keep it", async () => {
    const socket = await connected();
    for (let beats = 0; beats < 4; beats += 1) {
      await pass(15_000);
      socket.say({ type: "heartbeat", time: "", epoch: "e", seq: 0 });
    }
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe("who it is", () => {
  test("shows a new ticket before the old one runs out, and again if that failed", async () => {
    const socket = await connected();
    const alive = setInterval(() => socket.say({ type: "heartbeat", time: "" }), 10_000);
    await pass(869_000);
    expect(socket.sentWith("authenticate")).toHaveLength(1);
    await pass(1_500);
    expect(socket.sentWith("authenticate")).toHaveLength(2);
    await pass(5_000);
    expect(socket.sentWith("authenticate")).toHaveLength(3); // nobody had answered
    socket.say({ type: "authenticated", expires_in: 900 });
    await pass(60_000);
    expect(socket.sentWith("authenticate")).toHaveLength(3);
    expect(socket.sentWith("subscribe")).toHaveLength(1);
    clearInterval(alive);
  });

  test("another account is another connection, and the first goes on where it was", async () => {
    const first = await connected(4);
    account = "two";
    line.connect("two");
    await pass();
    expect(first.isClosed).toBe(true);
    first.event(5); // too late
    FakeSocket.last.admit("other", 9);
    account = "acc";
    line.connect("acc");
    await pass();
    FakeSocket.last.onopen?.();
    FakeSocket.last.say({ type: "authenticated", expires_in: 900 });
    expect(FakeSocket.last.sentWith("subscribe")[0]?.since).toEqual({ epoch: "e", seq: 4 });
    expect(frames).toEqual([]);
  });

  test("signing out ends it for good", async () => {
    const socket = await connected();
    line.hangUp();
    await pass(60_000);
    expect(socket.isClosed).toBe(true);
    expect(FakeSocket.all).toHaveLength(1);
    expect(status.phase).toBe("idle");
  });

  test("a ticket that comes after signing out is not used", async () => {
    line.connect("acc");
    line.hangUp();
    await pass(100);
    expect(FakeSocket.all).toEqual([]);
  });
});
