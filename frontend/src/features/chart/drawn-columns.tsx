/** What is drawn over the bars, as columns of their table: indicators, and what was traded. */
import type { Column } from "@/ui/data-table";
import { price, quantity } from "@/ui/format";
import type { Bar } from "./bars";
import type { FillMark } from "./fill-markers";
import type { Line } from "./series";

/** Indicators are numbers that nobody pays by; so many places are what the legend shows of them. */
const PLACES = 8;
const UNKNOWN = Number.NEGATIVE_INFINITY;

export function lineColumns(
  bars: readonly Bar[],
  lines: readonly Line[],
  tick: string,
): Column<Bar>[] {
  const places = new Map(bars.map((bar, index) => [bar.at, index]));
  return lines.map(({ name, indicator, values }) => {
    const value = ({ at }: Bar) => values[places.get(at) ?? -1];
    return {
      id: `line ${name}`,
      header: name === "VWAP" ? "VWAP of the day" : name,
      term: indicator.kind,
      align: "end",
      cell: (bar) => price(value(bar)?.toFixed(PLACES), tick),
      sortValue: (bar) => value(bar) ?? UNKNOWN,
      csv: (bar) => value(bar)?.toFixed(PLACES) ?? "",
    };
  });
}

const SIDES = { buy: "Bought", sell: "Sold" } as const;

/** "Bought 10 at 150.00"; both sides of a bar one after the other. */
export function fillsColumn(marks: readonly FillMark[], tick: string): Column<Bar> {
  const said = new Map<number, string>();
  for (const { at, side, quantity: shares, price: paid } of marks) {
    const before = said.get(at);
    const text = `${SIDES[side]} ${quantity(shares)} at ${price(paid, tick)}`;
    said.set(at, before ? `${before}, ${text}` : text);
  }
  const textOf = ({ at }: Bar) => said.get(at) ?? "";
  return {
    id: "fills",
    header: "My fills",
    width: 150,
    cell: (bar) => textOf(bar) || "—",
    sortValue: textOf,
    csv: textOf,
  };
}
