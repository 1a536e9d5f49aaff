import { describe, expect, it } from "vitest";
import type { Order } from "@/state/order-intent";
import { setZone } from "@/ui/format";
import { changesOf, valuesOf } from "./changes";
import { dayOf, EVERYTHING, fillsQuery, isWanted, ledgerQuery, ordersQuery } from "./filter";
import { filterIn, withFilter } from "./filter-address";
import { type Kept, NOTHING_KEPT, withHead, withMore } from "./kept";
import { rowOf, total } from "./positions";

const id = (row: string) => row;
const page = (items: string[], next_cursor: string | null) => ({ items, next_cursor });

describe("a long list", () => {
  const first = withHead<string>(NOTHING_KEPT, page(["d", "c"], "c"), id);
  const whole = withMore(first, page(["b", "a"], null), id);

  it("grows at its end, and at its head", () => {
    expect(whole).toEqual({ rows: ["d", "c", "b", "a"], next: null });
    expect(withHead(whole, page(["e", "d"], "d"), id)).toEqual({
      rows: ["e", "d", "c", "b", "a"],
      next: null,
    });
  });

  it("forgets the rest when so much is new that rows may be missing between", () => {
    expect(withHead(whole, page(["h", "g"], "g"), id)).toEqual({ rows: ["h", "g"], next: "g" });
  });

  it("has no row twice", () => {
    expect(withMore(first, page(["c", "b"], "b"), id).rows).toEqual(["d", "c", "b"]);
  });

  it("keeps its place over a head that is the same", () => {
    expect(withHead(first, page(["d", "c"], "c"), id)).toEqual(first);
    const kept: Kept<string> = { rows: ["d", "c", "b"], next: "b" };
    expect(withHead(kept, page(["d", "c"], "c"), id).next).toBe("b");
  });
});

describe("a filter", () => {
  it("asks the server for what it can select", () => {
    const filter = { ...EVERYTHING, symbol: "IBM", side: "buy", since: "2026-11-20" } as const;
    const after = new Date("2026-11-20T00:00:00").toISOString();
    expect(ordersQuery(filter)).toEqual({ symbol: "IBM", side: "buy", after });
    expect(fillsQuery(filter)).toEqual({ symbol: "IBM", side: "buy", since: after });
    expect(ordersQuery({ ...EVERYTHING, symbol: "IB M", since: "20" })).toEqual({});
    expect(ordersQuery({ ...EVERYTHING, status: "rejected" })).toEqual({ status: "rejected" });
    expect(ordersQuery({ ...EVERYTHING, status: "new" })).toEqual({});
  });

  it("has days of the zone that times are shown in", () => {
    setZone({ name: "America/New_York", label: "ET" });
    const filter = { ...EVERYTHING, since: "2026-11-20", until: "2026-11-20" };
    expect(ledgerQuery(filter)).toEqual({
      since: "2026-11-20T05:00:00.000Z",
      until: "2026-11-21T04:59:59.999Z",
    });
    expect(dayOf("2026-11-21T04:59:59Z")).toBe("2026-11-20");
    setZone({ name: undefined, label: "local" });
  });

  it("is kept in the address, each tab's own, and nothing is kept of none", () => {
    const filter = { ...EVERYTHING, symbol: "IBM", side: "buy" } as const;
    const one = withFilter({ tab: "fills", symbol: "AAPL" }, "fills", filter);
    expect(one).toEqual({
      tab: "fills",
      symbol: "AAPL",
      filters: { fills: { symbol: "IBM", side: "buy" } },
    });
    expect(filterIn(one, "fills")).toEqual(filter);
    expect(filterIn(one, "ledger")).toEqual(EVERYTHING);
    expect(withFilter(one, "fills", EVERYTHING)).toEqual({ tab: "fills", symbol: "AAPL" });
    expect(filterIn({ filters: { fills: { side: "none", symbol: 7 } } }, "fills")).toEqual({
      ...EVERYTHING,
      symbol: "7",
    });
  });

  it("selects the rest here", () => {
    const order = { symbol: "IBM", status: "filled" } as Order;
    expect(isWanted(order, { ...EVERYTHING, status: "filled", symbol: "IB" })).toBe(true);
    expect(isWanted(order, { ...EVERYTHING, status: "rejected" })).toBe(false);
  });
});

const POSITION = {
  symbol: "IBM",
  quantity: "20",
  average_price: "181.5",
  cost: "3630",
  realised: "0",
  fees: "0",
  mark_price: "200",
  market_value: "4000",
  unrealised: "370",
};

describe("a position", () => {
  it("is worth what the server says until somebody trades", () => {
    const row = rowOf(POSITION, undefined, undefined, undefined);
    expect(row).toMatchObject({ value: "4000", unrealised: "370", fraction: "0.101928" });
    expect(row).toMatchObject({ dayChange: null, realisedToday: null });
  });

  it("and then what the last trade says, exactly", () => {
    const row = rowOf(POSITION, "200.1", "199.9", { realised: "5", fills: [] });
    expect(row).toMatchObject({ value: "4002.0", unrealised: "372.0", dayChange: "4.0" });
  });

  it("gains by falling prices when it is short", () => {
    const short = { ...POSITION, quantity: "-20", cost: "-3630" };
    expect(rowOf(short, "180", undefined, undefined)).toMatchObject({ unrealised: "30" });
    expect(rowOf(short, "180", undefined, undefined).fraction).toBe("0.008264");
  });

  it("adds up, and nothing known is nothing shown", () => {
    const one = rowOf(POSITION, "200.1", undefined, { realised: "0.1", fills: [] });
    const other = rowOf({ ...POSITION, mark_price: null }, undefined, undefined, {
      realised: "0.2",
      fills: [],
    });
    expect(total([one, other], (row) => row.realisedToday)).toBe("0.3");
    expect(total([one, other], (row) => row.unrealised)).toBe("372.0");
    expect(total([other], (row) => row.value)).toBeNull();
  });
});

describe("a replacement", () => {
  const order = {
    type: "limit",
    quantity: "10",
    limit_price: "180.00",
    stop_price: null,
    trail_price: null,
    trail_percent: null,
    time_in_force: "day",
  } as Order;

  it("says only what is different", () => {
    const values = { ...valuesOf(order), limit_price: "180", quantity: "12" };
    expect(changesOf(order, values)).toEqual({ changes: { quantity: "12" } });
    expect(changesOf(order, valuesOf(order)).changes).toBeUndefined();
  });

  it("asks for numbers", () => {
    expect(changesOf(order, { ...valuesOf(order), quantity: "" }).problem).toContain("Quantity");
    expect(changesOf(order, { ...valuesOf(order), limit_price: "0" }).problem).toContain("Limit");
  });
});
