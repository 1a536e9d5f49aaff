import { describe, expect, it } from "vitest";
import { toCsv } from "./csv";

interface Row {
  readonly name: string;
  readonly size: string;
}

const NAME = { id: "name", header: "Name", csv: (row: Row) => row.name };
const SIZE = { id: "size", header: "Size, shares", sortValue: (row: Row) => row.size };
const BUTTONS = { id: "buttons", header: "Actions" };

describe("a table as CSV", () => {
  it("has headings, rows, and only columns with a value", () => {
    const text = toCsv([{ name: "AAPL", size: "10.5" }], [NAME, SIZE, BUTTONS]);
    expect(text).toBe('Name,"Size, shares"\r\nAAPL,10.5\r\n');
  });

  it("quotes what would end a cell or a line", () => {
    const text = toCsv([{ name: 'the "big"\none', size: "1" }], [NAME]);
    expect(text).toBe('Name\r\n"the ""big""\none"\r\n');
  });

  it("keeps spreadsheets from running a cell, and numbers numbers", () => {
    const names = ["=1+1", "@SUM(A1)", "-cmd", "+cmd", "-12.50", "+3"];
    const rows = names.map((name) => ({ name, size: "1" }));
    expect(toCsv(rows, [NAME]).split("\r\n").slice(1, -1)).toEqual([
      "'=1+1",
      "'@SUM(A1)",
      "'-cmd",
      "'+cmd",
      "-12.50",
      "+3",
    ]);
  });
});
