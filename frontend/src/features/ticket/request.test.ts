import { describe, expect, it } from "vitest";
import { changed, emptyForm, type Form, prefilled } from "./form";
import { requestOf } from "./request";
import type { Holdings } from "./size";

const NOTHING: Holdings = { buyingPower: "10000", position: "0", price: "33" };
const CRYPTO = {
  isWhole: false,
  hasSessions: false,
  unit: { one: "BTC", many: "BTC" },
};

function bodyOf(change: Partial<Form>, holdings = NOTHING) {
  const form = changed(emptyForm("IBM"), { size: "10", ...change });
  const { body, missing } = requestOf(form, holdings);
  expect(missing).toEqual({});
  return body;
}

const missingOf = (change: Partial<Form>, holdings = NOTHING) =>
  requestOf(changed(emptyForm("IBM"), { size: "10", ...change }), holdings).missing;

const BUY = { symbol: "IBM", side: "buy", time_in_force: "day", quantity: "10" };

describe("the body of each type", () => {
  it.each<[string, Partial<Form>, object]>([
    ["market", { type: "market", limitPrice: "5", stopPrice: "6", trail: "7" }, { type: "market" }],
    ["limit", { type: "limit", limitPrice: "180.50" }, { type: "limit", limit_price: "180.50" }],
    ["stop", { type: "stop", stopPrice: "190" }, { type: "stop", stop_price: "190" }],
    [
      "stop limit",
      { type: "stop_limit", stopPrice: "190", limitPrice: "191" },
      { type: "stop_limit", stop_price: "190", limit_price: "191" },
    ],
    [
      "trailing stop by dollars",
      { type: "trailing_stop", trailBy: "price", trail: "1.50" },
      { type: "trailing_stop", trail_price: "1.50" },
    ],
    [
      "trailing stop by per cent",
      { type: "trailing_stop", trailBy: "percent", trail: "2.5" },
      { type: "trailing_stop", trail_percent: "2.5" },
    ],
  ])("%s", (_name, change, expected) => {
    expect(bodyOf(change)).toEqual({ ...BUY, ...expected });
  });

  it("names every time in force", () => {
    for (const one of ["day", "gtc", "ioc", "fok", "opg", "cls"] as const)
      expect(bodyOf({ type: "market", timeInForce: one })?.time_in_force).toBe(one);
  });

  it("says until when, in UTC", () => {
    const form = { type: "market", timeInForce: "gtd", expiresAt: "2026-11-23T16:00" } as const;
    expect(bodyOf(form)).toMatchObject({
      time_in_force: "gtd",
      expires_at: "2026-11-23T21:00:00.000Z",
    });
    expect(bodyOf({ ...form, expiresAt: "2026-07-01T16:00" })?.expires_at).toBe(
      "2026-07-01T20:00:00.000Z",
    );
  });

  it("has what a limit order may say besides", () => {
    const flags = { postOnly: true, reduceOnly: true, extendedHours: true, displayQuantity: "3" };
    expect(bodyOf({ type: "limit", limitPrice: "9", side: "sell", ...flags })).toEqual({
      ...BUY,
      side: "sell",
      type: "limit",
      limit_price: "9",
      post_only: true,
      reduce_only: true,
      extended_hours: true,
      display_quantity: "3",
    });
  });
});

describe("the body of groups", () => {
  const entry = { type: "limit", limitPrice: "180", timeInForce: "gtc" } as const;
  const said = { ...BUY, type: "limit", limit_price: "180", time_in_force: "gtc" };

  it("bracket with a stop at a price and its limit", () => {
    const exits = { takeProfit: "190", stopLoss: "170", stopLossLimit: "169" };
    expect(bodyOf({ ...entry, orderClass: "bracket", ...exits })).toEqual({
      ...said,
      order_class: "bracket",
      take_profit: { limit_price: "190" },
      stop_loss: { stop_price: "170", limit_price: "169" },
    });
  });

  it.each(["trail_price", "trail_percent"] as const)("bracket whose stop is a %s", (stopLossBy) => {
    const exits = { takeProfit: "190", stopLossBy, stopLoss: "2", stopLossLimit: "169" };
    const body = bodyOf({ ...entry, orderClass: "bracket", ...exits });
    expect(body?.stop_loss).toEqual({ [stopLossBy]: "2" });
  });

  it("oto has the one exit that was chosen", () => {
    const exits = { orderClass: "oto", takeProfit: "190", stopLoss: "170" } as const;
    const profit = bodyOf({ ...entry, ...exits, otoExit: "take_profit" });
    expect(profit).toEqual({ ...said, order_class: "oto", take_profit: { limit_price: "190" } });
    const loss = bodyOf({ ...entry, ...exits, otoExit: "stop_loss" });
    expect(loss).toEqual({ ...said, order_class: "oto", stop_loss: { stop_price: "170" } });
  });

  it("oco takes the profit at its own limit", () => {
    const exits = { orderClass: "oco", takeProfit: "1", stopLoss: "170" } as const;
    expect(bodyOf({ ...entry, side: "sell", ...exits })).toEqual({
      ...said,
      side: "sell",
      order_class: "oco",
      stop_loss: { stop_price: "170" },
    });
  });
});

describe("how much", () => {
  it("in dollars", () => {
    const body = bodyOf({ type: "market", sizeBy: "notional", size: "500.00" });
    expect(body).toMatchObject({ notional: "500.00" });
    expect(body).not.toHaveProperty("quantity");
  });

  it("in per cent of the buying power is dollars where they may be said", () => {
    expect(bodyOf({ type: "market", sizeBy: "percent", size: "33.333" })).toMatchObject({
      notional: "3333.30",
    });
  });

  it("and else as many whole shares as they pay for", () => {
    const gtc = { type: "limit", timeInForce: "gtc", sizeBy: "percent", size: "100" } as const;
    expect(bodyOf({ ...gtc, limitPrice: "3.01" })?.quantity).toBe("3322");
    const trailing = { type: "trailing_stop", trail: "1", sizeBy: "percent", size: "10" } as const;
    expect(bodyOf(trailing)?.quantity).toBe("30");
  });

  it("of a sale is per cent of the position", () => {
    const sale = { type: "market", side: "sell", sizeBy: "percent", size: "50" } as const;
    expect(bodyOf(sale, { ...NOTHING, position: "15" })?.quantity).toBe("7.5");
    const gtc = { ...sale, timeInForce: "gtc" } as const;
    expect(bodyOf(gtc, { ...NOTHING, position: "15" })?.quantity).toBe("7");
    expect(bodyOf({ ...sale, side: "buy" }, { ...NOTHING, position: "-8" })?.quantity).toBe("4");
  });

  it("is asked for", () => {
    expect(missingOf({ type: "market", size: "" })).toEqual({ size: "Say how many shares." });
    const coins = requestOf({ ...emptyForm("BTCUSD"), type: "market", size: "" }, NOTHING, CRYPTO);
    expect(coins.missing.size).toBe("Say how many BTC.");
    expect(missingOf({ type: "market", size: "0" }).size).toMatch("more than zero");
    expect(missingOf({ type: "market", size: "-5" }).size).toMatch("more than zero");
    expect(missingOf({ type: "market", size: "1.2.3" }).size).toMatch("not a number");
    expect(missingOf({ type: "market", sizeBy: "percent", size: "101" }).size).toMatch("100 %");
    const poor = { ...NOTHING, buyingPower: undefined };
    expect(missingOf({ type: "market", sizeBy: "percent" }, poor).size).toMatch("not known");
  });
});

it("says each price that is missing, and only those of the type", () => {
  expect(Object.keys(missingOf({ type: "stop_limit" }))).toEqual(["limitPrice", "stopPrice"]);
  expect(Object.keys(missingOf({ type: "trailing_stop" }))).toEqual(["trail"]);
  expect(missingOf({ type: "market", timeInForce: "gtd" })).toEqual({
    expiresAt: "Say until when.",
  });
  const bracket = { type: "market", orderClass: "bracket" } as const;
  expect(Object.keys(missingOf(bracket))).toEqual(["takeProfit", "stopLoss"]);
});

describe("choices that do not go together", () => {
  it("are taken back when the type changes", () => {
    const form = changed(emptyForm("IBM"), { type: "market", timeInForce: "ioc" });
    expect(changed(form, { type: "stop" }).timeInForce).toBe("day");
    const oco = changed(emptyForm("IBM"), { orderClass: "oco", postOnly: true });
    const market = changed(oco, { type: "market" });
    expect(market).toMatchObject({ orderClass: "simple", postOnly: false });
  });

  it("leave money only to simple orders of the day", () => {
    const form = changed(emptyForm("IBM"), { sizeBy: "notional", size: "500" });
    expect(changed(form, { timeInForce: "gtc" })).toMatchObject({ sizeBy: "quantity", size: "" });
    expect(changed(form, { type: "stop" }).sizeBy).toBe("notional");
    expect(changed(form, { type: "stop", side: "sell" }).sizeBy).toBe("quantity");
  });

  it("know no auctions where nothing opens or closes", () => {
    const form = changed(emptyForm("BTC-USD"), { timeInForce: "opg" });
    expect(form.timeInForce).toBe("opg");
    expect(changed(form, {}, CRYPTO).timeInForce).toBe("day");
  });

  it("keep the text of what they hide", () => {
    const form = changed(emptyForm("IBM"), { type: "limit", limitPrice: "180" });
    const back = changed(changed(form, { type: "market" }), { type: "limit" });
    expect(back.limitPrice).toBe("180");
  });
});

it("takes over what somebody drafted, and nothing else", () => {
  const form = changed(emptyForm("IBM"), { size: "7", timeInForce: "gtc" });
  const next = prefilled(form, { symbol: "BAC", side: "sell", type: "limit", limit_price: "9.5" });
  expect(next).toMatchObject({ symbol: "BAC", side: "sell", limitPrice: "9.5", size: "7" });
  expect(next.timeInForce).toBe("gtc");
  const exits = { take_profit: { limit_price: "9" }, stop_loss: { trail_percent: "2" } };
  const group = prefilled(form, { order_class: "bracket", ...exits, quantity: "3" });
  expect(group).toMatchObject({ orderClass: "bracket", takeProfit: "9", size: "3" });
  expect(group).toMatchObject({ stopLossBy: "trail_percent", stopLoss: "2" });
});
