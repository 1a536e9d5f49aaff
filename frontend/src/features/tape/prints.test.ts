import { describe, expect, it } from "vitest";
import type { Trade } from "@/live/frames";
import { printsOf } from "./prints";

const trade = (sequence: number, price: string, size: string): Trade => ({
  symbol: "IBM",
  sequence,
  time: "2026-11-20T15:00:00Z",
  price,
  size,
});

const TAPE = [
  trade(4, "10.1", "5"),
  trade(3, "10.10", "300"),
  trade(2, "10.2", "40"),
  trade(1, "9.9", "1"),
];

describe("prints", () => {
  it("tell which way they went, by value and not by how it is written", () => {
    expect(printsOf(TAPE, "").map((one) => one.way)).toEqual(["same", "down", "up", "same"]);
  });

  it("are left out where they are too small, and go on telling the true way", () => {
    const large = printsOf(TAPE, "40");
    expect(large.map((one) => one.trade.sequence)).toEqual([3, 2]);
    expect(large.map((one) => one.way)).toEqual(["down", "up"]);
  });

  it("compare sizes as numbers, and ignore what is no number", () => {
    expect(printsOf(TAPE, "100")).toHaveLength(1);
    expect(printsOf(TAPE, ".")).toHaveLength(4);
  });
});
