import { describe, expect, it } from "vitest";
import type { Frame } from "@/api/generated/frames";
import { haltsIn, incidentsIn } from "./news";

const frame = (type: string, data: object, id = "1"): Frame =>
  ({ type, data, id, time: `2026-11-20T15:00:0${id}Z` }) as unknown as Frame;

describe("halts", () => {
  it("are those that were not taken back", () => {
    const newestFirst = [
      frame("TRADING_RESUMED", { symbol: "KO" }, "4"),
      frame("TRADING_HALTED", { reason: "all of it" }, "3"),
      frame("TRADING_HALTED", { symbol: "KO", reason: "news" }, "2"),
      frame("TRADING_RESUMED", {}, "1"),
    ];
    expect(haltsIn(newestFirst)).toEqual([
      { symbol: undefined, reason: "all of it", since: "2026-11-20T15:00:03Z" },
    ]);
  });

  it("are none if nothing was said", () => {
    expect(haltsIn([frame("ORDER_FILLED", {})])).toEqual([]);
  });
});

describe("incidents", () => {
  it("are limits that were reached and liquidations", () => {
    const frames = [
      frame(
        "LIQUIDATION_ORDERED",
        { side: "sell", quantity: "5", symbol: "KO", reason: "call" },
        "2",
      ),
      frame("ORDER_FILLED", {}),
      frame("RISK_LIMIT_BREACHED", { limit: "daily_loss", reached: "501", allowed: "500" }, "1"),
    ];
    expect(incidentsIn(frames).map(({ text }) => text)).toEqual([
      "The house: sell 5 KO, call",
      "daily loss: 501 of 500",
    ]);
  });
});
