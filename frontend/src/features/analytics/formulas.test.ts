import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FORMULAS, type Formula } from "./formulas";

const DOCUMENT = `${import.meta.dirname}/../../../../docs/analytics.md`;

/** What the tables of the document say of a figure; the example has a row of the same name. */
function documented(name: string): string[] {
  const lines = readFileSync(DOCUMENT, "utf8").split("\n");
  const rows = lines.filter((line) => line.startsWith("| ")).map((line) => line.split("|"));
  return rows
    .filter(([, figure = ""]) => figure.trim() === name)
    .map(([, , formula = ""]) => formula.replaceAll("`", ""));
}

describe("the formulas", () => {
  it.each(Object.values(FORMULAS) as Formula[])("of $name is the documented one", (one) => {
    expect(documented(one.name).join("\n")).toContain(one.formula);
  });
});
