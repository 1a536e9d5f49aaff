import { describe, expect, it } from "vitest";
import { closeness, rank } from "./closeness";
import type { Instrument } from "./instruments";
import { type Hit, merged } from "./symbol-search";

const one = (symbol: string, name: string) => ({ symbol, name, exchange: "X" }) as Instrument;
const hit = (symbol: string, name: string): Hit => ({
  instrument: one(symbol, name),
  match: "name",
  ticks: false,
});

const HERE = [one("AAPL", "Apple Inc."), one("AAL", "American Airlines"), one("MSFT", "Microsoft")];

describe("what is found of symbols", () => {
  const symbols = (text: string, hits: Hit[] = []) =>
    merged(text, HERE, hits).map(({ symbol }) => symbol);

  it("is there at once if it has prices here, by symbol or name", () => {
    expect(symbols("aa")).toEqual(["AAPL", "AAL"]);
    expect(symbols("airl")).toEqual(["AAL"]);
    expect(merged("aapl", HERE, [])[0]?.ticks).toBe(true);
  });

  it("has what the server found among it, each once, the exact symbol first", () => {
    const hits = [hit("AA", "Alcoa"), hit("AAPL", "Apple Inc.")];
    expect(symbols("aa", hits)).toEqual(["AA", "AAPL", "AAL"]);
    expect(merged("aa", HERE, hits)[0]?.ticks).toBe(false);
  });

  it("ends with what the server only thinks similar", () => {
    expect(symbols("appel", [hit("APLE", "Apple Hospitality")])).toEqual(["APLE"]);
    expect(symbols("micro", [hit("ZZZ", "Somewhat like it")])).toEqual(["MSFT", "ZZZ"]);
  });

  it("is nothing by letters alone, which would be found in any long name", () => {
    expect(closeness("Microsoft", "mcf")).toBe(0.2);
    expect(symbols("mcf")).toEqual([]);
  });
});

describe("how well a name fits", () => {
  it("falls from the whole name to letters in order", () => {
    const names = ["ibm", "ibmx", "the ibm", "xibm", "i b m", "i b"];
    const fits = names.map((name) => closeness(name, "IBM"));
    expect(fits).toEqual([...fits].sort((a, b) => b - a));
    expect(new Set(fits).size).toBe(names.length);
    expect(fits.at(-1)).toBe(0);
  });

  it("counts a later name a little less", () => {
    expect(rank("Settings", "sett", ["keys"])).toBeGreaterThan(rank("Keys", "sett", ["settings"]));
    expect(rank("Anything", " ")).toBe(1);
  });
});
