import { describe, expect, it } from "vitest";
import { add, compare, multiply } from "@/ui/decimal";
import type { Estimate } from "./estimate";
import { changed, emptyForm, type Form, STOCK } from "./form";
import { requestOf } from "./request";
import { roomOf } from "./room";

const HOLDINGS = { buyingPower: "100000", position: "0", price: "180" };
const BOUND = "189.01";
const form = (change: Partial<Form>) =>
  changed(emptyForm("IBM"), { sizeBy: "percent", size: "100", ...change });

const answer = (quantity: string, holds: string, left: string, preview: object): Estimate =>
  ({
    preview: { side: "buy", quantity: null, notional: null, ...preview },
    verdict: { quantity, holds_buying_power: holds, buying_power_afterwards: left },
  }) as unknown as Estimate;

const sized = (of: Form, estimate: Estimate) =>
  requestOf(of, { ...HOLDINGS, room: roomOf(estimate) }, STOCK).body;

describe("100 % of the buying power", () => {
  it("is as many shares as the server holds it for: at their bound, with the fee", () => {
    const gtc = form({ type: "market", timeInForce: "gtc" });
    expect(requestOf(gtc, HOLDINGS).body?.quantity).toBe("555");
    // 555 x 189.01 and a fee of 5.55
    const room = answer("555", "104906.10", "-4906.10", { quantity: "555", fee_bound: "5.55" });
    const shares = sized(gtc, room)?.quantity ?? "";
    expect(shares).toBe("529");
    expect(compare(add(multiply(shares, BOUND), "5.55"), "100000")).toBe(-1);
    expect(compare(add(multiply("530", BOUND), "5.30"), "100000")).toBe(1);
  });

  it("is all shares where they come out even", () => {
    const limit = form({ type: "limit", timeInForce: "gtc", limitPrice: "200" });
    const room = answer("500", "100000", "0", { quantity: "500", fee_bound: "0" });
    expect(sized(limit, room)?.quantity).toBe("500");
  });

  it("is so many dollars that their fee can be paid, too", () => {
    const room = answer("529", "100009.99", "-9.99", { notional: "100000.00", fee_bound: "9.99" });
    expect(sized(form({ type: "market" }), room)?.notional).toBe("99990.01");
  });

  it("is of what such an order may use, where that is less", () => {
    const room = answer("555", "104900.55", "-54900.55", { quantity: "555", fee_bound: "0" });
    const gtc = form({ type: "market", timeInForce: "gtc" });
    expect(sized(gtc, room)?.quantity).toBe("264");
  });

  it("cannot be reckoned from an order for which nothing is held", () => {
    expect(roomOf(answer("0", "0", "100000", { quantity: "5", fee_bound: "0" }))).toBeUndefined();
    expect(roomOf(answer("5", "0", "100000", { quantity: "5", fee_bound: "0" }))).toBeUndefined();
  });
});
