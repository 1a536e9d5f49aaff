import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeSocket } from "./fakes";
import { LineTrial, pass } from "./line-trial";

let trial: LineTrial;

beforeEach(() => {
  trial = new LineTrial();
});

afterEach(() => vi.useRealTimers());

describe("coming up", () => {
  test("shows the ticket first, then hears every private channel, so that a gap means loss", async () => {
    trial.line.listen(["quotes:IBM", "clock"]);
    const socket = await trial.connected();
    expect(socket.sent).toEqual([
      { action: "authenticate", ticket: "t1" },
      { action: "subscribe", channels: ["orders", "portfolio", "security"] },
      { action: "subscribe", channels: ["quotes"], symbols: ["IBM"] },
      { action: "subscribe", channels: ["clock"] },
      { action: "ping" },
    ]);
    expect(trial.outcomes).toEqual(["fresh"]);
    expect(trial.status.phase).toBe("live");
  });

  test("asks only for what is new, and to be spared what is not wanted any more", async () => {
    trial.line.listen(["quotes:IBM", "depth:IBM"]);
    const socket = await trial.connected();
    socket.sent.length = 0;
    trial.line.listen(["quotes:IBM", "quotes:AAPL"]);
    expect(socket.sent).toEqual([
      { action: "unsubscribe", channels: ["depth"], symbols: ["IBM"] },
      { action: "subscribe", channels: ["quotes"], symbols: ["AAPL"] },
    ]);
  });

  test("a connection that is never let in is given up", async () => {
    trial.line.connect("acc");
    await pass();
    const socket = FakeSocket.last;
    await pass(10_001);
    expect(socket.isClosed).toBe(true);
    expect(trial.status.nextTryAt).toBeGreaterThan(Date.now() - 1);
  });

  test("a ticket of another account is not used", async () => {
    trial.account = "other";
    trial.line.connect("acc");
    await pass();
    expect(FakeSocket.all).toEqual([]);
    expect(trial.status.phase).toBe("connecting");
  });
});

describe("coming back", () => {
  test("goes on after the last message, and nothing has to be read again", async () => {
    const socket = await trial.connected(7);
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
    expect(trial.outcomes).toEqual(["fresh", "resumed"]);
    expect(trial.frames).toHaveLength(2);
    expect(trial.losses).toBe(0);
  });

  test("a server that does not remember says so once, though in two messages", async () => {
    const socket = await trial.connected(7);
    socket.drop();
    await pass(500);
    FakeSocket.last.admit("new", 2);
    FakeSocket.last.say({ type: "resync", epoch: "new", seq: 2 });
    expect(trial.outcomes).toEqual(["fresh", "lost"]);
    expect(trial.losses).toBe(0); // "lost" has said it
    FakeSocket.last.event(3, "new");
    expect(trial.losses).toBe(0);
  });

  test("waits longer each time, never longer than 15 seconds, and anew after it was live", async () => {
    const socket = await trial.connected();
    socket.drop();
    const waits = [];
    for (let tries = 0; tries < 8; tries += 1) {
      waits.push((trial.status.nextTryAt ?? 0) - Date.now());
      await pass(waits.at(-1));
      FakeSocket.last.drop();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    await pass(15_000);
    FakeSocket.last.admit();
    FakeSocket.last.drop();
    expect((trial.status.nextTryAt ?? 0) - Date.now()).toBe(500);
  });

  test("half of the wait is chance", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const socket = await trial.connected();
    socket.drop();
    expect((trial.status.nextTryAt ?? 0) - Date.now()).toBe(250);
  });

  test("after a restart it waits as long as the server asked", async () => {
    const socket = await trial.connected();
    socket.say({ type: "server_shutdown", reconnect_in_seconds: 3.5 });
    socket.drop(1012);
    expect((trial.status.nextTryAt ?? 0) - Date.now()).toBe(3500);
    expect(trial.status.reason).toBe("The server restarts");
  });

  test("a session that ran out is shown again at once, but not in a circle", async () => {
    const socket = await trial.connected();
    socket.drop(4401);
    await pass();
    expect(trial.tickets).toBe(2);
    FakeSocket.last.drop(4401);
    await pass(100);
    expect(trial.tickets).toBe(2);
    expect(trial.status.nextTryAt).toBeDefined();
  });

  test("too many connections is no reason to hurry", async () => {
    const socket = await trial.connected();
    socket.drop(4429);
    expect((trial.status.nextTryAt ?? 0) - Date.now()).toBe(30_000);
  });

  test("a nudge tries at once", async () => {
    const socket = await trial.connected();
    socket.drop();
    trial.line.nudge();
    await pass();
    expect(FakeSocket.all).toHaveLength(2);
    await pass(9_000);
    expect(FakeSocket.all).toHaveLength(2); // the timer of before is not left over
  });
});

describe("what is missing", () => {
  test("a number left out is a loss", async () => {
    const socket = await trial.connected();
    socket.event(1);
    socket.event(3);
    expect(trial.frames).toHaveLength(2);
    expect(trial.losses).toBe(1);
  });

  test("a heartbeat that is ahead is a loss, and said once", async () => {
    const socket = await trial.connected();
    socket.event(1);
    socket.say({ type: "heartbeat", time: "", epoch: "e", seq: 2 });
    socket.say({ type: "heartbeat", time: "", epoch: "e", seq: 2 });
    expect(trial.losses).toBe(1);
    socket.event(3);
    expect(trial.losses).toBe(1);
  });

  test("what is repeated is told once", async () => {
    const socket = await trial.connected();
    socket.event(1);
    socket.event(1);
    expect(trial.frames).toHaveLength(1);
    expect(trial.losses).toBe(0);
  });
});
