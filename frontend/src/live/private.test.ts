import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queries } from "@/api/query";
import type { PrivateFrame } from "./frames";
import { onPrivate, refetchPrivate, tellPrivate } from "./private";

beforeEach(() => vi.useFakeTimers());

afterEach(() => {
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  queries.clear();
});

function event(type: string, data: object): PrivateFrame {
  return { type, seq: 1, epoch: "e", data: { account_id: "acc", ...data } } as PrivateFrame;
}

const isOut = (key: readonly unknown[]) => queries.getQueryState(key)?.isInvalidated;

test("a fill is seen in lists at once, wherever the order lies in them", () => {
  const page = { items: [{ order_id: "1", status: "new", filled_quantity: "0" }], next: null };
  queries.setQueryData(["acc", "orders", { status: "open" }], { pages: [page] });
  queries.setQueryData(["acc", "order", "2"], { order_id: "2", status: "new" });
  const untouched = queries.getQueryData(["acc", "order", "2"]);
  tellPrivate([
    event("ORDER_PARTIALLY_FILLED", { order_id: "1", filled_quantity: "4" }),
    event("ORDER_FILLED", { order_id: "1", filled_quantity: "10" }),
  ]);
  expect(queries.getQueryData(["acc", "orders", { status: "open" }])).toEqual({
    pages: [{ items: [{ order_id: "1", status: "filled", filled_quantity: "10" }], next: null }],
  });
  expect(queries.getQueryData(["acc", "order", "2"])).toBe(untouched);
});

test("exits of a group are orders too, and fills that name an order are not", () => {
  queries.setQueryData(["acc", "order", "1"], {
    order_id: "1",
    status: "filled",
    legs: [{ order_id: "2", status: "held", legs: null }],
    fills: [{ order_id: "2", price: "3" }],
  });
  tellPrivate([event("ORDER_CANCELED", { order_id: "2", open_quantity: "1" })]);
  expect(queries.getQueryData(["acc", "order", "1"])).toEqual({
    order_id: "1",
    status: "filled",
    legs: [{ order_id: "2", status: "canceled", reason: null, legs: null }],
    fills: [{ order_id: "2", price: "3" }],
  });
});

test("what an event makes out of date is read again, of its account and of no other", () => {
  const keys = [
    ["acc", "positions"],
    ["acc", "risk"],
    ["acc", "orders", {}],
    ["other", "positions"],
  ];
  for (const key of keys) queries.setQueryData(key, []);
  tellPrivate([event("POSITION_CHANGED", { symbol: "IBM", quantity: "1", cost: "1" })]);
  vi.advanceTimersByTime(150);
  expect(keys.map(isOut)).toEqual([true, false, false, false]);
  vi.advanceTimersByTime(1_500);
  expect(keys.map(isOut)).toEqual([true, true, false, false]);
});

test("an account that starts over is read as a whole, and the list of accounts", () => {
  queries.setQueryData(["acc", "analytics", "curve"], 1);
  queries.setQueryData(["accounts", "user"], []);
  tellPrivate([event("ACCOUNT_RESET", { cash: "1", epoch: 2 })]);
  vi.advanceTimersByTime(150);
  expect(isOut(["acc", "analytics", "curve"])).toBe(true);
  expect(isOut(["accounts", "user"])).toBe(true);
});

test("writing into a list does not hide that another one is out of date", () => {
  queries.setQueryData(["acc", "order", "1"], { order_id: "1", status: "new" });
  queries.setQueryData(["acc", "order", "2"], { order_id: "2", status: "new" });
  refetchPrivate("acc");
  tellPrivate([event("ORDER_CANCEL_REQUESTED", { order_id: "1" })]);
  expect(isOut(["acc", "order", "2"])).toBe(true);
});

test("who listens hears every event in order, until he leaves", () => {
  const heard: string[] = [];
  const leave = onPrivate((frame) => heard.push(frame.type));
  tellPrivate([
    event("ORDER_ACCEPTED", { order_id: "1" }),
    event("ORDER_FILLED", { order_id: "1", filled_quantity: "1" }),
  ]);
  leave();
  tellPrivate([event("ORDER_ACCEPTED", { order_id: "2" })]);
  expect(heard).toEqual(["ORDER_ACCEPTED", "ORDER_FILLED"]);
});
