import { expect, test } from "vitest";
import { barOf } from "./bars";
import { fillsColumn, lineColumns } from "./drawn-columns";
import { linesOf } from "./series";

const bar = (minute: number, close: string) =>
  barOf({
    start: new Date(Date.UTC(2026, 10, 20, 15, minute)).toISOString(),
    ...{ open: "10", high: "20", low: "9", close, volume: "1", vwap: close },
    trades: 1,
    closed: true,
  });
const bars = [bar(0, "10"), bar(1, "12"), bar(2, "14")];

test("each indicator is a column, with what the chart draws at that bar", () => {
  const lines = linesOf(bars, [{ kind: "sma", period: 2 }], "UTC");
  const [column] = lineColumns(bars, lines, "0.01");
  expect(column).toMatchObject({ header: "SMA 2", term: "sma" });
  expect(bars.map((one) => column?.cell(one))).toEqual(["—", "11.00", "13.00"]);
  expect(column?.csv?.(bars[2] as (typeof bars)[number])).toBe("13.00000000");
});

test("fills stand at their bar, both sides of it", () => {
  const mark = { quantity: "1000", fills: 1, at: bars[1]?.at ?? 0 };
  const column = fillsColumn(
    [
      { ...mark, side: "buy", price: "12" },
      { ...mark, side: "sell", price: "12.5", quantity: "1" },
    ],
    "0.01",
  );
  const texts = bars.map((one) => column.cell(one));
  expect(texts).toEqual(["—", "Bought 1,000 at 12.00, Sold 1 at 12.50", "—"]);
});
