import { describe, expect, it } from "vitest";
import { dayChangeOf } from "./day-change";
import { bySymbol } from "./positions";
import type { Fill } from "./sources";

const fill = (side: "buy" | "sell", quantity: string, price: string, more: Partial<Fill> = {}) =>
  ({ side, quantity, price, symbol: "IBM", realised: "0", epoch: 1, ...more }) as Fill;

describe("the day's change of a position", () => {
  it("counts what was there at the close from the close", () => {
    expect(dayChangeOf("20", "150", "140", [])).toBe("200");
    expect(dayChangeOf("-20", "150", "140", [])).toBe("-200");
  });

  it("counts what was bought today from what it cost: nothing was gained by buying", () => {
    expect(dayChangeOf("100", "150", "140", [fill("buy", "100", "150")])).toBe("0");
    expect(dayChangeOf("120", "151", "140", [fill("buy", "100", "150")])).toBe("320");
  });

  it("takes what was sold from what was there first", () => {
    const fills = [fill("buy", "50", "150"), fill("sell", "120", "149")];
    expect(dayChangeOf("30", "151", "140", fills)).toBe("30");
  });

  it("knows a position that was turned round", () => {
    expect(dayChangeOf("-10", "148", "140", [fill("sell", "30", "150")])).toBe("20");
  });

  it("needs the close before only of what was there then", () => {
    expect(dayChangeOf("10", "151", undefined, [fill("buy", "10", "150")])).toBe("10");
    expect(dayChangeOf("20", "151", undefined, [fill("buy", "10", "150")])).toBeNull();
  });
});

describe("what was done today", () => {
  it("is told the oldest first, and not of before a reset", () => {
    const newest = [
      fill("sell", "1", "151", { realised: "1" }),
      fill("buy", "2", "150"),
      fill("buy", "9", "140", { epoch: 0, realised: "7" }),
    ];
    const today = bySymbol(newest).get("IBM");
    expect(today?.realised).toBe("1");
    expect(today?.fills.map(({ price }) => price)).toEqual(["150", "151"]);
  });
});
