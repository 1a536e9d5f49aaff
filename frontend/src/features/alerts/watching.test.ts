import { beforeEach, describe, expect, it, vi } from "vitest";
import { setPreference } from "@/state/preferences";
import { alerts, putAlert, removeAlert } from "./alert-store";
import { middle } from "./prices";
import type { Alert } from "./rules";
import { tell } from "./telling";
import { judge } from "./watching";

vi.mock("./telling", () => ({ tell: vi.fn(), setFirst: vi.fn() }));

const NOW = new Date("2026-11-20T15:00:00Z");
const quotes = (bid: string, ask: string) => new Map([["AAPL", { bid, ask }]]);
const alert: Alert = {
  id: "one",
  symbol: "AAPL",
  kind: "crosses",
  level: "110",
  from: "100",
  repeats: false,
  setAt: "2026-11-20T14:00:00Z",
};

describe("the price of alerts", () => {
  it("is the exact middle, and nothing where a side is missing or old", () => {
    expect(middle({ bid: "0.1", ask: "0.2" })).toBe("0.15");
    expect(middle({ bid: "100", ask: "101" })).toBe("100.5");
    expect(middle({ bid: "1" })).toBeUndefined();
    expect(middle({ bid: "1", ask: "2", stale: true })).toBeUndefined();
    expect(middle(undefined)).toBeUndefined();
  });
});

describe("watching prices", () => {
  beforeEach(() => {
    setPreference("alerts", {});
    vi.mocked(tell).mockClear();
    putAlert(alert);
  });

  it("tells once of an alert that goes off, and keeps that it did", () => {
    judge(quotes("108", "110"), NOW);
    expect(tell).not.toHaveBeenCalled();
    judge(quotes("109.99", "110.01"), NOW);
    judge(quotes("99", "100"), new Date(NOW.getTime() + 3_600_000));
    expect(tell).toHaveBeenCalledTimes(1);
    expect(vi.mocked(tell).mock.calls[0]?.[0]).toMatchObject({
      kind: "price",
      title: "AAPL crosses 110",
      detail: "Now at 110.00",
      symbol: "AAPL",
    });
    expect(alerts().one?.firedAt).toBe(NOW.toISOString());
  });

  it("does not judge without a price, or what was removed", () => {
    judge(new Map(), NOW);
    removeAlert("one");
    judge(quotes("200", "201"), NOW);
    expect(tell).not.toHaveBeenCalled();
  });
});
