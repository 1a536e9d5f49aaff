// @vitest-environment jsdom: what it tests is kept in the browser
import { afterEach, describe, expect, it } from "vitest";
import { countTouches, idleFor, idleState, touch, WARNING_MS } from "./idle";

const MINUTE = 60_000;

describe("a session that nobody touches", () => {
  it.each([
    [0, 15, "touched"],
    [15 * MINUTE - WARNING_MS - 1, 15, "touched"],
    [15 * MINUTE - WARNING_MS, 15, "warned"],
    [15 * MINUTE - 1, 15, "warned"],
    [15 * MINUTE, 15, "over"],
    [99 * 24 * 60 * MINUTE, 0, "touched"],
  ])("after %d ms of %d minutes is %s", (idle, minutes, state) =>
    expect(idleState(idle, minutes)).toBe(state),
  );
});

describe("touches", () => {
  afterEach(() => localStorage.clear());

  it("in another tab count too", () => {
    const now = Date.now();
    touch(now);
    localStorage.setItem("outcry.touched", String(now + 7 * MINUTE));
    expect(idleFor(now + 10 * MINUTE)).toBe(3 * MINUTE);
  });

  it("count while they are listened to", () => {
    const stop = countTouches();
    touch(Date.now() - MINUTE);
    dispatchEvent(new Event("pointerdown"));
    expect(idleFor()).toBeLessThan(MINUTE / 2);
    stop();
    touch(Date.now() - MINUTE);
    dispatchEvent(new Event("pointerdown"));
    expect(idleFor()).toBeGreaterThanOrEqual(MINUTE);
  });
});
