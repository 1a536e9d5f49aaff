import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Board } from "./board";

beforeEach(() => vi.useFakeTimers());

afterEach(() => vi.useRealTimers());

describe("a board", () => {
  test("tells at most once per frame, and ten times a second, the last value last", () => {
    const board = new Board<number>();
    const seen: (number | undefined)[] = [];
    board.subscribe("IBM", () => seen.push(board.get("IBM")));
    for (let value = 1; value <= 1_000; value += 1) {
      board.put("IBM", value);
      vi.advanceTimersByTime(1);
    }
    expect(seen.length).toBeGreaterThan(8);
    expect(seen.length).toBeLessThanOrEqual(10);
    vi.advanceTimersByTime(200);
    expect(seen.at(-1)).toBe(1_000);
  });

  test("late frames make nothing late that comes as often as it may be told", () => {
    const frames: FrameRequestCallback[] = [];
    const frame = vi.spyOn(globalThis, "requestAnimationFrame");
    frame.mockImplementation((tell) => frames.push(tell));
    const board = new Board<number>(100);
    let told = 0;
    board.subscribe("IBM", () => {
      told += 1;
    });
    for (let tick = 1; tick <= 20; tick += 1) {
      board.put("IBM", tick);
      vi.advanceTimersByTime(tick % 2 ? 60 : 1);
      for (const tell of frames.splice(0)) tell(performance.now());
      expect(told).toBe(tick);
      vi.advanceTimersByTime(tick % 2 ? 40 : 99);
    }
  });

  test("the first change after a pause is told in the next frame", () => {
    const board = new Board<number>();
    let told = 0;
    board.subscribe("IBM", () => {
      told += 1;
    });
    board.put("IBM", 1);
    vi.advanceTimersByTime(17);
    expect(told).toBe(1);
  });
});
