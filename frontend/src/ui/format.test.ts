import { afterEach, describe, expect, it } from "vitest";
import {
  age,
  compactQuantity,
  date,
  dateTime,
  inZone,
  money,
  percent,
  price,
  quantity,
  setZone,
  time,
  zoneName,
} from "./format";

describe("what people read", () => {
  it.each([null, undefined, "", "n/a"])("is a dash for %j, never 0", (nothing) => {
    expect(money(nothing)).toBe("—");
    expect(price(nothing)).toBe("—");
    expect(quantity(nothing)).toBe("—");
    expect(percent(nothing)).toBe("—");
  });

  it("has money with two digits, groups and a sign if it is wanted", () => {
    expect(money("1234567.891")).toBe("$1,234,567.89");
    expect(money("-5")).toBe("−$5.00");
    expect(money("5", { signed: true })).toBe("+$5.00");
    expect(money("0", { signed: true })).toBe("$0.00");
    expect(money("-0.001")).toBe("$0.00");
  });

  it("does not send big amounts through a float", () => {
    expect(money("123456789012345678.91")).toBe("$123,456,789,012,345,678.91");
  });

  it("has prices with the digits of the tick", () => {
    expect(price("1.1", "0.0001")).toBe("1.1000");
    expect(price("187.5", "0.01")).toBe("187.50");
    expect(price("64000", "1")).toBe("64,000.00");
    expect(price("1.23456")).toBe("1.23456");
  });

  it("has quantities without digits that say nothing", () => {
    expect(quantity("100.000")).toBe("100");
    expect(quantity("0.125")).toBe("0.125");
    expect(compactQuantity("1234567")).toBe("1.2M");
  });

  it("has fractions as percent", () => {
    expect(percent("0.01234", { signed: true })).toBe("+1.23\u00a0%");
    expect(percent("-0.5")).toBe("−50.00\u00a0%");
    expect(percent("-0.00001", { signed: true })).toBe("0.00\u00a0%");
  });

  it("has ages in one unit", () => {
    expect([age(12), age(1999), age(61_000), age(7_200_000), age(3 * 86_400_000)]).toEqual([
      "12\u00a0ms",
      "1\u00a0s",
      "1\u00a0min",
      "2\u00a0h",
      "3\u00a0d",
    ]);
    expect(age(undefined)).toBe("—");
  });

  it("has no time for what is none", () => {
    expect(dateTime("soon")).toBe("—");
    expect(time(undefined)).toBe("—");
    expect(dateTime("2026-11-20T14:30:00Z")).toContain("2026");
  });
});

describe("the zone of times", () => {
  const fill = "2026-11-21T01:30:05Z";
  const LOCAL = { name: undefined, label: "local" };

  afterEach(() => setZone(LOCAL));

  it("is the one that was set, in texts and in headings", () => {
    setZone({ name: "America/New_York", label: "ET" });
    expect(time(fill)).toMatch(/^0?8:30:05/);
    expect(dateTime(fill)).toMatch(/20/);
    expect(date(fill)).toMatch(/20/);
    expect([zoneName(), inZone("Time")]).toEqual(["America/New_York", "Time (ET)"]);
    setZone({ name: "Asia/Tokyo", label: "JST" });
    expect(time(fill)).toMatch(/^10:30:05/);
    expect(date(fill)).toMatch(/21/);
  });

  it("moves no date that is without a time", () => {
    for (const name of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      setZone({ name, label: "far" });
      expect(date("2026-11-20")).toMatch(/20,|^20|20 /);
    }
  });
});
