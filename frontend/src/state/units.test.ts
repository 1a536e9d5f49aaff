import { describe, expect, it } from "vitest";
import { unitOf } from "./units";

describe("what a quantity counts", () => {
  it("is shares of stocks and funds, and of what is not known yet", () => {
    expect(unitOf({ symbol: "AAPL", asset_class: "stock" }).many).toBe("shares");
    expect(unitOf({ symbol: "SPY", asset_class: "etf" }).one).toBe("share");
    expect(unitOf(undefined).many).toBe("shares");
  });

  it("is the coin, the metal or the currency of a pair", () => {
    expect(unitOf({ symbol: "BTCUSD", asset_class: "crypto" }).many).toBe("BTC");
    expect(unitOf({ symbol: "XAUUSD", asset_class: "commodity" }).one).toBe("XAU");
    expect(unitOf({ symbol: "EURUSD", asset_class: "fx" }).many).toBe("EUR");
  });

  it("is a unit where the name tells no more", () => {
    expect(unitOf({ symbol: "WTI", asset_class: "commodity" }).many).toBe("units");
    expect(unitOf({ symbol: "USD", asset_class: "fx" }).one).toBe("unit");
  });
});
