import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeSocket } from "./fakes";
import { LineTrial, pass } from "./line-trial";

let trial: LineTrial;

beforeEach(() => {
  trial = new LineTrial();
});

afterEach(() => vi.useRealTimers());

describe("signs of life", () => {
  test("measures the way there and back", async () => {
    const socket = await trial.connected();
    await pass(42);
    socket.say({ type: "pong", epoch: "e", seq: 0 });
    expect(trial.status.roundTripMs).toBe(42);
  });

  test("an answer that is overdue makes it quiet, and the answer live again", async () => {
    const socket = await trial.connected();
    await pass(5_000);
    expect(trial.status.phase).toBe("quiet");
    socket.say({ type: "pong", epoch: "e", seq: 0 });
    expect(trial.status.phase).toBe("live");
  });

  test("a connection on which nothing comes is hung up, though nobody closed it", async () => {
    const socket = await trial.connected();
    await pass(17_000);
    expect(socket.isClosed).toBe(false);
    await pass(1_500);
    expect(socket.isClosed).toBe(true);
    expect(FakeSocket.all).toHaveLength(2);
    expect(trial.status.isAgain).toBe(true);
  });

  test("heartbeats alone keep it", async () => {
    const socket = await trial.connected();
    for (let beats = 0; beats < 4; beats += 1) {
      await pass(15_000);
      socket.say({ type: "heartbeat", time: "", epoch: "e", seq: 0 });
    }
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe("who it is", () => {
  test("shows a new ticket before the old one runs out, and again if that failed", async () => {
    const socket = await trial.connected();
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
    const first = await trial.connected(4);
    trial.account = "two";
    trial.line.connect("two");
    await pass();
    expect(first.isClosed).toBe(true);
    first.event(5); // too late
    FakeSocket.last.admit("other", 9);
    trial.account = "acc";
    trial.line.connect("acc");
    await pass();
    FakeSocket.last.onopen?.();
    FakeSocket.last.say({ type: "authenticated", expires_in: 900 });
    expect(FakeSocket.last.sentWith("subscribe")[0]?.since).toEqual({ epoch: "e", seq: 4 });
    expect(trial.frames).toEqual([]);
  });

  test("signing out ends it for good", async () => {
    const socket = await trial.connected();
    trial.line.hangUp();
    await pass(60_000);
    expect(socket.isClosed).toBe(true);
    expect(FakeSocket.all).toHaveLength(1);
    expect(trial.status.phase).toBe("idle");
  });

  test("a ticket that comes after signing out is not used", async () => {
    trial.line.connect("acc");
    trial.line.hangUp();
    await pass(100);
    expect(FakeSocket.all).toEqual([]);
  });
});
