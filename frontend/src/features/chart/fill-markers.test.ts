import { describe, expect, it } from "vitest";
import { barOf } from "./bars";
import { fillMarks, MOST_MARKS, type Trade } from "./fill-markers";

const START = Date.parse("2026-11-20T14:30:00Z");
const iso = (minute: number) => new Date(START + minute * 60_000).toISOString();

const bars = (count: number) =>
  Array.from({ length: count }, (_, minute) => {
    const prices = { open: "10", high: "10", low: "10", close: "10", volume: "1" };
    return barOf({ start: iso(minute), ...prices, trades: 1, vwap: "10", closed: true });
  });

function trade(minute: number, side: "buy" | "sell", quantity: string, price: string): Trade {
  const rest = { fee: "0", value: "0", realised: "0", counterparty: "market", epoch: 1 };
  const ids = { fill_id: `${minute}`, order_id: "o", symbol: "IBM", booked_at: iso(999) };
  return { ...rest, ...ids, side, quantity, price, market_time: iso(minute) };
}

describe("marks of fills", () => {
  it("are one per bar and side, with the exact average price", () => {
    const trades = [
      trade(1.1, "buy", "10", "10.10"),
      trade(1.9, "buy", "30", "10.30"),
      trade(1.5, "sell", "5", "10.20"),
    ];
    expect(fillMarks(trades, bars(3))).toEqual([
      { at: START / 1000 + 60, side: "buy", quantity: "40", price: "10.25000000", fills: 2 },
      { at: START / 1000 + 60, side: "sell", quantity: "5", price: "10.20000000", fills: 1 },
    ]);
  });

  it("leave out what was traded before the first bar", () => {
    expect(fillMarks([trade(-1, "buy", "1", "10")], bars(2))).toEqual([]);
  });

  it("stand where the fill was booked if its market time is not known", () => {
    const unknown = { ...trade(0, "buy", "1", "10"), market_time: null };
    expect(fillMarks([unknown], bars(2))[0]?.at).toBe(START / 1000 + 60);
  });

  it("are capped: the newest are kept", () => {
    const count = MOST_MARKS + 5;
    const trades = Array.from({ length: count }, (_, minute) => trade(minute, "buy", "1", "10"));
    const marks = fillMarks(trades, bars(count));
    expect(marks).toHaveLength(MOST_MARKS);
    expect(marks.at(-1)?.at).toBe(START / 1000 + (count - 1) * 60);
  });
});
