import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refetcher } from "./refetcher";

const asked: string[] = [];
let refetcher: Refetcher;

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  refetcher = new Refetcher((keys) => asked.push(...keys.map((key) => key.join("/"))));
});

afterEach(() => vi.useRealTimers());

test("what a burst touches is read once", () => {
  for (let event = 0; event < 50; event += 1) refetcher.soon(["acc", "orders"]);
  refetcher.soon(["acc", "order", "1"]);
  vi.advanceTimersByTime(100);
  expect(asked).toEqual(["acc/orders", "acc/order/1"]);
  vi.advanceTimersByTime(10_000);
  expect(asked).toHaveLength(2);
});

test("what others have yet to hear of is read when it has been quiet", () => {
  refetcher.later(["acc", "risk"]);
  vi.advanceTimersByTime(1_000);
  refetcher.later(["acc", "risk"]);
  vi.advanceTimersByTime(1_400);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(asked).toEqual(["acc/risk"]);
});

test("and after five seconds though it is never quiet", () => {
  for (let second = 0; second < 6; second += 1) {
    refetcher.later(["acc", "risk"]);
    vi.advanceTimersByTime(1_000);
  }
  expect(asked).toEqual(["acc/risk"]);
});

test("nothing is read twice when everything is read anyway", () => {
  refetcher.soon(["acc", "orders"]);
  refetcher.later(["acc", "risk"]);
  refetcher.forget();
  vi.advanceTimersByTime(10_000);
  expect(asked).toEqual([]);
});
