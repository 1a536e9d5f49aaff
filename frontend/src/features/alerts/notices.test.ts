import { describe, expect, it } from "vitest";
import type { Frame } from "@/api/generated/frames";
import { bursts, firedWhileAway, headline, type Notice, noticeOf } from "./notices";
import type { Alert } from "./queries";

const about = { seq: 1, epoch: "e", time: "2026-11-20T15:00:00Z", correlationid: "c" };
const frame = (type: string, data: object): Frame =>
  ({ ...about, causationid: null, type, id: `id-${type}`, data }) as unknown as Frame;

const notice = (id: number, second: number, changes: Partial<Notice> = {}): Notice => ({
  id: String(id),
  kind: "fill",
  title: `title ${id}`,
  detail: "",
  at: new Date(Date.UTC(2026, 10, 20, 15, 0, second)).toISOString(),
  isUrgent: false,
  ...changes,
});

describe("what a frame tells", () => {
  it("says a fill with its figures", () => {
    const told = noticeOf(
      frame("ORDER_FILLED", {
        account_id: "a",
        order_id: "o",
        symbol: "AAPL",
        side: "sell",
        quantity: "1200",
        price: "190.5",
      }),
    );
    expect(told).toMatchObject({
      id: "id-ORDER_FILLED",
      kind: "fill",
      title: "Sold AAPL",
      accountId: "a",
      orderId: "o",
      isUrgent: false,
    });
    expect(told?.detail).toContain("1,200 at 190.50");
  });

  it("tells of an order that was accepted", () => {
    const told = noticeOf(frame("ORDER_ACCEPTED", { order_id: "o", symbol: "KO" }));
    expect(told).toMatchObject({ kind: "accepted", title: "Order for KO accepted" });
  });

  it("is urgent about rejections and margin calls", () => {
    const rejected = noticeOf(
      frame("ORDER_REJECTED", { symbol: "KO", rule: "too much", reason: "order_too_large" }),
    );
    expect(rejected?.isUrgent).toBe(true);
    expect(rejected?.detail).toBe("too much (order_too_large)");
    const call = noticeOf(frame("MARGIN_CALL_ISSUED", { kind: "overnight", lacking: "1234.5" }));
    expect(call?.detail).toContain("$1,234.50");
  });

  it("tells nothing of frames that are no news", () => {
    expect(noticeOf(frame("ORDER_CREATED", {}))).toBeUndefined();
    expect(noticeOf({ type: "QUOTE", data: {} } as unknown as Frame)).toBeUndefined();
  });
});

describe("bursts", () => {
  it("puts four of a kind together, and leaves three alone", () => {
    const three = [notice(3, 4), notice(2, 2), notice(1, 0)];
    expect(bursts(three).map((one) => one.notices.length)).toEqual([1, 1, 1]);
    const four = [notice(4, 6), ...three];
    expect(bursts(four).map((one) => one.notices.length)).toEqual([4]);
  });

  it("keeps apart other kinds, and what is more than ten seconds away", () => {
    const mixed = [
      notice(6, 50),
      notice(5, 30, { kind: "order" }),
      notice(4, 29),
      notice(3, 19),
      notice(2, 9),
      notice(1, 0),
    ];
    expect(bursts(mixed).map((one) => one.notices.length)).toEqual([1, 1, 4]);
  });

  it("keeps its key while it grows", () => {
    const four = [notice(4, 3), notice(3, 2), notice(2, 1), notice(1, 0)];
    expect(bursts([notice(5, 4), ...four])[0]?.key).toBe(bursts(four)[0]?.key);
  });

  it("says how many there were, and of what", () => {
    const symbols = ["A", "B", "C", "D", "E", "A"];
    const many = symbols.map((symbol, at) => notice(at, 0, { symbol }));
    expect(headline(many)).toBe("6 fills: A, B, C, D and 1 more");
    expect(headline([notice(1, 0)])).toBe("title 1");
  });
});

describe("a price alert that went off", () => {
  const what = { alert_id: "one", symbol: "AAPL", kind: "crosses", level: "190" } as const;
  const fired_at = "2026-11-20T15:00:00.250000Z";
  const now = new Date("2026-11-20T20:00:00Z");
  const alert: Alert = {
    ...what,
    repeats: false,
    is_waiting: false,
    reference: "189",
    set_at: "2026-11-20T14:00:00Z",
    fired_at,
    fired_price: "190.005",
  };

  it("is the same told by the stream and, to who was away, by the list", () => {
    const data = { ...what, account_id: "a", price: "190.005", repeats: false, fired_at };
    const live = noticeOf(frame("PRICE_ALERT_FIRED", data));
    const [missed] = firedWhileAway([alert], "", now);
    expect(live).toMatchObject({ title: "AAPL crosses 190", isUrgent: true, symbol: "AAPL" });
    expect(missed).toMatchObject({ id: live?.id, title: live?.title, detail: live?.detail });
    expect(missed?.at).toBe(fired_at);
  });

  it("is not told again to who has seen it, nor after a day", () => {
    expect(firedWhileAway([alert], "2026-11-20T15:00:01Z", now)).toEqual([]);
    expect(firedWhileAway([alert], "2026-11-20T14:59:59Z", now)).toHaveLength(1);
    expect(firedWhileAway([alert], "", new Date("2026-11-21T15:00:01Z"))).toEqual([]);
    const waiting = { ...alert, fired_at: null, fired_price: null };
    expect(firedWhileAway([waiting], "", now)).toEqual([]);
  });
});
