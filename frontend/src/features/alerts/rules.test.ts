import { describe, expect, it } from "vitest";
import { type Alert, fire, isWaiting, mistake, moveOff } from "./rules";

const NOW = new Date("2026-11-20T15:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const alert = (changes: Partial<Alert> = {}): Alert => ({
  id: "1",
  symbol: "AAPL",
  kind: "crosses",
  level: "110",
  from: "100",
  repeats: false,
  setAt: "2026-11-20T14:00:00Z",
  ...changes,
});

describe("an alert about a price", () => {
  it("goes off when the price comes to it or beyond, from below and from above", () => {
    expect(fire(alert(), "109.99", NOW)).toBeUndefined();
    expect(fire(alert(), "110.00", NOW)?.firedPrice).toBe("110.00");
    expect(fire(alert({ from: "120" }), "110.01", NOW)).toBeUndefined();
    expect(fire(alert({ from: "120" }), "90", NOW)?.firedPrice).toBe("90");
  });

  it("compares exactly", () => {
    const close = alert({ level: "0.30000000000000001", from: "0.1" });
    expect(fire(close, "0.3", NOW)).toBeUndefined();
    expect(fire(close, "0.30000000000000001", NOW)).toBeDefined();
  });

  it("is over after it went off once", () => {
    const over = fire(alert(), "111", NOW);
    expect(over && isWaiting(over)).toBe(false);
    expect(over && fire(over, "90", later(3600))).toBeUndefined();
  });

  it("goes off again if it repeats, after some quiet and in the other direction", () => {
    const first = fire(alert({ repeats: true }), "111", NOW) as Alert;
    expect(fire(first, "105", later(59))).toBeUndefined();
    expect(fire(first, "112", later(61))).toBeUndefined();
    expect(fire(first, "105", later(61))?.firedPrice).toBe("105");
  });

  it("does not go off by leaving the level it stands at, and looks from there on", () => {
    const stands = alert({ repeats: true, from: "110" });
    expect(fire(stands, "111", NOW)).toBeUndefined();
    const off = moveOff(stands, "111");
    expect(off.from).toBe("111");
    expect(fire(off, "109", NOW)).toBeDefined();
    expect(moveOff(stands, "110.0")).toBe(stands);
    expect(moveOff(alert(), "111").from).toBe("100");
  });
});

describe("an alert about a move", () => {
  const move = alert({ kind: "moves", level: "2.5", from: "200" });

  it("goes off so many per cent up or down", () => {
    expect(fire(move, "204.99", NOW)).toBeUndefined();
    expect(fire(move, "205", NOW)).toBeDefined();
    expect(fire(move, "195", NOW)).toBeDefined();
    expect(fire(move, "195.01", NOW)).toBeUndefined();
  });

  it("counts from where it went off last if it repeats", () => {
    const first = fire({ ...move, repeats: true }, "210", NOW) as Alert;
    expect(fire(first, "205", later(90))).toBeUndefined();
    expect(fire(first, "204.75", later(90))).toBeDefined();
  });
});

describe("what is typed", () => {
  it("must be a number above zero, and not the price of now", () => {
    expect(mistake("crosses", "110", "100")).toBeUndefined();
    expect(mistake("crosses", "abc", "100")).toMatch(/number/);
    expect(mistake("moves", "-1", "100")).toMatch(/above zero/);
    expect(mistake("crosses", "100.0", "100")).toMatch(/already/);
    expect(mistake("moves", "100", "100")).toBeUndefined();
    expect(mistake("crosses", "100", undefined)).toMatch(/No price/);
  });
});
