import { describe, expect, it } from "vitest";
import { toCsv } from "@/ui/csv";
import {
  add,
  create,
  drop,
  FIRST,
  type Lists,
  listShown,
  listsOf,
  move,
  remove,
  rename,
  symbolOf,
  symbolsOfCsv,
} from "./lists";

const ONE: Lists = { lists: [{ id: "a", name: "A", symbols: ["X", "Y", "Z"] }], shown: "a" };
const symbols = (all: Lists) => listShown(all)?.symbols;

describe("watchlists", () => {
  it("add a symbol once, and take it away", () => {
    expect(symbols(add(ONE, "a", ["Y", "Q", "Q"]))).toEqual(["X", "Y", "Z", "Q"]);
    expect(symbols(remove(ONE, "a", "Y"))).toEqual(["X", "Z"]);
  });

  it("move a symbol to a place, and no further than the ends", () => {
    expect(symbols(move(ONE, "a", "X", 1))).toEqual(["Y", "X", "Z"]);
    expect(symbols(move(ONE, "a", "Z", -5))).toEqual(["Z", "X", "Y"]);
    expect(symbols(move(ONE, "a", "X", 99))).toEqual(["Y", "Z", "X"]);
    expect(symbols(move(ONE, "a", "GONE", 0))).toEqual(["X", "Y", "Z"]);
  });

  it("are made, renamed and dropped; the last one stays", () => {
    const two = create(ONE, "b", "B", ["X"]);
    expect(two.shown).toBe("b");
    expect(listShown(rename(two, "b", "Better"))?.name).toBe("Better");
    expect(drop(two, "b")).toEqual(ONE);
    expect(drop(ONE, "a")).toEqual(ONE);
  });

  it("change nothing of the others", () => {
    const two = create(ONE, "b", "B", ["X"]);
    expect(add(two, "b", ["Q"]).lists[0]).toBe(two.lists[0]);
  });

  it("are the first ones where nothing, or nonsense, was stored", () => {
    expect(listsOf(undefined)).toEqual(FIRST);
    expect(listsOf({ lists: "no", shown: "a" } as never)).toEqual(FIRST);
    expect(listsOf({ ...ONE, shown: "gone" }).shown).toBe("a");
    expect(listsOf({ ...ONE, shown: "gainers" }).shown).toBe("gainers");
  });
});

describe("symbols", () => {
  it("are written in capitals, and not anything goes", () => {
    expect(symbolOf(" brk.b ")).toBe("BRK.B");
    expect(symbolOf("two words")).toBeUndefined();
    expect(symbolOf("=cmd")).toBeUndefined();
  });

  it("come from a CSV with or without a heading, each once", () => {
    expect(symbolsOfCsv("aapl\r\nIBM\r\n\r\nAAPL\r\n")).toEqual(["AAPL", "IBM"]);
    expect(symbolsOfCsv('name;Symbol\n"Big Blue";"IBM"\nnothing;')).toEqual(["IBM"]);
    expect(symbolsOfCsv("\uFEFFTicker,Last\nSPY,1")).toEqual(["SPY"]);
  });

  it("come back from what was exported", () => {
    const columns = [{ id: "symbol", header: "Symbol", csv: (one: string) => one }];
    expect(symbolsOfCsv(toCsv(["AAPL", "BRK.B"], columns))).toEqual(["AAPL", "BRK.B"]);
  });
});
