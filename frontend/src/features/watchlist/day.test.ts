import { describe, expect, it } from "vitest";
import { figuresOf } from "./day";
import type { Row, Snapshot } from "./use-rows";

const DAY = "2026-11-20T05:00:00Z";

function row(close: string, volume: string, reference: string | null): Row {
  const snapshot = {
    symbol: "IBM",
    trade: { price: close },
    day: { start: DAY, close, volume },
    move: reference === null ? null : { reference },
  } as unknown as Snapshot;
  return { symbol: "IBM", instrument: undefined, snapshot };
}

describe("figures of a row", () => {
  it("are the snapshot's, exactly, until something comes live", () => {
    const figures = figuresOf(row("100.30", "500", "100.10"), undefined);
    expect(figures).toEqual({ last: "100.30", change: "0.20", ratio: "0.001998", volume: "500" });
  });

  it("are the live ones once those are newer, and never older ones", () => {
    const live = { start: DAY, close: "101", volume: "600" };
    expect(figuresOf(row("100", "500", "100"), live)).toMatchObject({ last: "101", change: "1" });
    expect(figuresOf(row("100", "700", "100"), live)).toMatchObject({ last: "100", volume: "700" });
    const tomorrow = { ...live, start: "2026-11-21T05:00:00Z", volume: "1" };
    expect(figuresOf(row("100", "700", "100"), tomorrow)).toMatchObject({ last: "101" });
  });

  it("leave out what is not known instead of making it zero", () => {
    const nothing: Row = { symbol: "IBM", instrument: undefined, snapshot: undefined };
    const unknown = { last: undefined, change: undefined, ratio: undefined, volume: undefined };
    expect(figuresOf(nothing, undefined)).toEqual(unknown);
    expect(figuresOf(row("100", "5", null), undefined).change).toBeUndefined();
  });
});
