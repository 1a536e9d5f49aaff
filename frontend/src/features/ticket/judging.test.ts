import { describe, expect, it } from "vitest";
import { GUARDS, median, slips } from "@/state/guards";
import { SHARES } from "@/state/units";
import { doubtOf, notesOf, type Situation } from "./beforehand";
import type { Estimate } from "./estimate";
import { holdsOf, positionAfter } from "./estimate-view";
import { changed, emptyForm } from "./form";

const LIMIT = { symbol: "IBM", side: "buy", type: "limit", quantity: "10" } as const;
const KNOWN = { bid: "99", ask: "101", quantities: [], unit: SHARES };

describe("what looks like a slip", () => {
  it("is a price far off the market, either way, and the figure is said", () => {
    expect(slips({ ...LIMIT, limit_price: "104.9" }, KNOWN, GUARDS)).toEqual([]);
    expect(slips({ ...LIMIT, limit_price: "105" }, KNOWN, GUARDS)[0]).toContain("5.0 % above");
    expect(slips({ ...LIMIT, limit_price: "9.9" }, KNOWN, GUARDS)[0]).toContain("90.1 % below");
    expect(slips({ ...LIMIT, stop_price: "120" }, KNOWN, GUARDS)).toHaveLength(1);
  });

  it("is an exit that is far off, and not one that is a good way off", () => {
    const exits = (profit: string, stop: string) => ({
      ...LIMIT,
      limit_price: "100",
      take_profit: { limit_price: profit },
      stop_loss: { stop_price: stop },
    });
    expect(slips(exits("115", "90"), KNOWN, GUARDS)).toEqual([]);
    expect(slips(exits("1150", "9"), KNOWN, GUARDS)).toEqual([
      expect.stringContaining("take-profit, 1150, is 1050.0 % above"),
      expect.stringContaining("stop-loss, 9, is 91.0 % below"),
    ]);
  });

  it("is money for many times what the usual quantity is worth", () => {
    const known = { ...KNOWN, quantities: ["10", "5", "1000"] };
    const money = (notional: string) => ({ notional });
    expect(slips(money("5000"), known, GUARDS)).toEqual([]);
    expect(slips(money("50000"), known, GUARDS)[0]).toContain("$50000 is 50.0 times");
    expect(slips(money("50000"), { ...known, bid: undefined, ask: undefined }, GUARDS)).toEqual([]);
  });

  it("is many times the usual quantity", () => {
    const known = { ...KNOWN, quantities: ["10", "5", "1000"] };
    expect(median(known.quantities)).toBe("10");
    expect(slips({ ...LIMIT, quantity: "50" }, known, GUARDS)).toEqual([]);
    expect(slips({ ...LIMIT, quantity: "51" }, known, GUARDS)[0]).toContain(
      "51 shares is 5.1 times",
    );
    const coins = { ...known, unit: { one: "BTC", many: "BTC" } };
    expect(slips({ ...LIMIT, quantity: "51" }, coins, GUARDS)[0]).toMatch(/^51 BTC is/);
    expect(slips({ ...LIMIT, quantity: "9999" }, { ...KNOWN, quantities: ["1", "1"] })).toEqual([]);
  });

  it("is nothing to who does not want to be asked, or without a market", () => {
    const off = { pricePercent: "", timesUsual: "" };
    expect(slips({ ...LIMIT, limit_price: "1" }, KNOWN, off)).toEqual([]);
    const nobody = { bid: undefined, ask: undefined, quantities: [], unit: SHARES };
    expect(slips({ ...LIMIT, limit_price: "1" }, nobody, GUARDS)).toEqual([]);
  });
});

const CALM: Situation = {
  status: "trading",
  clock: undefined,
  line: "live",
  isQuoteStale: false,
  hasQuote: true,
  hasSessions: true,
};
const clock = (part: object) => ({ phase: "closed", sessionOpen: false, state: "live", ...part });

describe("what is said before the button is pressed", () => {
  const form = changed(emptyForm("IBM"), { timeInForce: "ioc" });

  it("is nothing when nothing is wrong", () => {
    expect(notesOf(form, CALM)).toEqual([]);
    expect(doubtOf(CALM)).toBeUndefined();
  });

  it.each<[Partial<Situation>, string]>([
    [{ line: "offline" }, "offline"],
    [{ line: "reconnecting" }, "not connected"],
    [{ hasQuote: false }, "no quote"],
    [{ isQuoteStale: true }, "old quote"],
  ])("doubts what is shown: %o", (part, said) => {
    expect(doubtOf({ ...CALM, ...part })).toBe(said);
    expect(notesOf(form, { ...CALM, ...part })[0]?.tone).toBe("warning");
  });

  it("says how old an old quote is", () => {
    const [note] = notesOf(form, { ...CALM, isQuoteStale: true, quoteAgeMs: 12_000 });
    expect(note?.text).toContain("12\u00a0s old");
  });

  it("says that it is halted, closed, or stands still", () => {
    const texts = (part: object) => notesOf(form, { ...CALM, ...part }).map(({ text }) => text);
    expect(texts({ status: "halted" })[0]).toContain("halted");
    expect(texts({ status: "closed" })[0]).toContain("closed");
    expect(texts({ clock: clock({}) })[0]).toContain("ends without a trade");
    expect(texts({ clock: clock({ state: "paused" }) })[0]).toContain("paused");
    expect(texts({ clock: clock({ phase: "regular" }) })).toEqual([]);
  });
});

describe("what an estimate says", () => {
  const order = { preview: { side: "buy", quantity: "10", notional: null }, verdict: {} };

  it("is what it holds, in what its symbol counts", () => {
    const verdict = { holds_buying_power: "0", holds_shares: "1.5" };
    const sale = { ...order, verdict } as unknown as Estimate;
    expect(holdsOf(sale, SHARES)).toBe("1.5 shares");
    expect(holdsOf(sale, { one: "BTC", many: "BTC" })).toBe("1.5 BTC");
  });

  it("is the position after, which money only roughly knows", () => {
    const verdict = { position_afterwards: "-1250.5" };
    expect(positionAfter({ ...order, verdict } as unknown as Estimate)).toBe("\u22121,250.5");
    const money = { ...order, preview: { ...order.preview, notional: "500" }, verdict };
    expect(positionAfter(money as unknown as Estimate)).toBe("about \u22121,250.5");
  });
});
