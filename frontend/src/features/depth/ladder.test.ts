import { describe, expect, it } from "vitest";
import type { Depth } from "@/live/frames";
import type { Order, PriceKind, StandingOrder } from "@/state/open-orders";
import { ladderOf } from "./ladder";

const level = ([price, size]: readonly [string, string]) => ({ price, size });

function book(bids: [string, string][], asks: [string, string][]): Depth {
  const stamp = { symbol: "IBM", sequence: 1, time: "2026-11-20T15:00:00Z" };
  return { ...stamp, bids: bids.map(level), asks: asks.map(level) };
}

function order(
  side: "buy" | "sell",
  price: string,
  kind: PriceKind = "limit_price",
): StandingOrder {
  return { order: { order_id: `${side} ${price}`, side } as Order, kind, price, open: "10" };
}

const BOOK = book(
  [
    ["10.02", "100"],
    ["10.01", "200"],
    ["9.98", "50"],
  ],
  [
    ["10.04", "30"],
    ["10.06", "70"],
  ],
);

describe("the ladder", () => {
  it("adds up from the spread outwards, with the best offer lowest", () => {
    const { asks, bids, spread } = ladderOf(BOOK, [], "0.01");
    expect(asks.map((rung) => [rung.price, rung.size, rung.total])).toEqual([
      ["10.06", "70", "100"],
      ["10.04", "30", "30"],
    ]);
    expect(bids.map((rung) => [rung.price, rung.size, rung.total])).toEqual([
      ["10.02", "100", "100"],
      ["10.01", "200", "300"],
      ["9.98", "50", "350"],
    ]);
    expect(spread).toBe("0.02");
    expect(bids.at(-1)?.share).toBe(1);
    expect(asks[0]?.share).toBeCloseTo(100 / 350);
  });

  it("groups bids down and offers up, and loses no share", () => {
    const { asks, bids } = ladderOf(BOOK, [], "0.05");
    expect(bids.map((rung) => [rung.price, rung.size])).toEqual([
      ["10.00", "300"],
      ["9.95", "50"],
    ]);
    expect(asks.map((rung) => [rung.price, rung.size])).toEqual([
      ["10.10", "70"],
      ["10.05", "30"],
    ]);
  });

  it("marks orders at their level, and adds a rung where the book has none", () => {
    const orders = [order("buy", "10.01"), order("buy", "9.50"), order("sell", "10.08")];
    const { asks, bids } = ladderOf(BOOK, orders, "0.01");
    expect(bids.map((rung) => rung.mine.length)).toEqual([0, 1, 0, 1]);
    expect(bids.at(-1)).toMatchObject({ price: "9.50", size: "0", total: "350" });
    expect(asks[0]).toMatchObject({ price: "10.08", size: "0", total: "100" });
    expect(asks[0]?.mine).toHaveLength(1);
  });

  it("puts a stop where its price is, whatever it will do", () => {
    const buyStop = order("buy", "10.06", "stop_price");
    const { asks } = ladderOf(BOOK, [buyStop], "0.01");
    expect(asks[0]?.mine).toEqual([buyStop]);
  });

  it("puts an order within the spread on its own side", () => {
    const { asks, bids } = ladderOf(BOOK, [order("buy", "10.03"), order("sell", "10.03")], "0.01");
    expect(bids[0]).toMatchObject({ price: "10.03", size: "0" });
    expect(asks.at(-1)).toMatchObject({ price: "10.03", size: "0" });
  });

  it("has no spread where a side is missing, and nothing to divide by", () => {
    expect(ladderOf(book([], [["1", "1"]]), [], "0.01").spread).toBeUndefined();
    expect(ladderOf(book([], []), [], "0.01")).toEqual({ asks: [], bids: [], spread: undefined });
    expect(ladderOf(book([], []), [order("buy", "5")], "0.01").bids[0]?.share).toBe(0);
  });
});
