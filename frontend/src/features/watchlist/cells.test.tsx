import { act, render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { connection, NOT_CONNECTED } from "@/live/connection";
import { quotes } from "@/live/quotes";
import { ChangeCell, LastCell, SideCell, SymbolCell } from "./cells";
import type { Row } from "./use-rows";

const quote = { bid: "10", ask: "11", bid_size: "1", ask_size: "1", sequence: 1, time: "" };
const row = {
  symbol: "IBM",
  instrument: { symbol: "IBM", tick_size: "0.01" },
  snapshot: { symbol: "IBM", status: "trading", last: "10.50", quote },
} as unknown as Row;

beforeEach(() => {
  quotes.clear();
  connection.setState({ ...NOT_CONNECTED, state: "live" });
});

function Cells() {
  return (
    <>
      <SymbolCell row={row} />
      <SideCell row={row} side="bid" />
      <LastCell row={row} />
      <ChangeCell row={row} kind="percent" />
    </>
  );
}

const grey = (container: HTMLElement) => container.querySelectorAll(".stale").length;

test("no price of a dead line looks live, and its age is said", () => {
  quotes.put("IBM", { symbol: "IBM", ...quote }, Date.now() - 12_000);
  const { container } = render(<Cells />);
  expect(grey(container)).toBe(0);
  expect(screen.queryByText(/old/)).toBeNull();
  act(() => connection.setState({ state: "reconnecting" }));
  expect(grey(container)).toBe(3);
  expect(screen.getByText(/^1\d\ss old$/)).toBeInTheDocument();
});

test("nor does one of a source that has fallen silent", () => {
  quotes.put("IBM", { symbol: "IBM", ...quote, stale: true });
  const { container } = render(<Cells />);
  expect(grey(container)).toBe(3);
});
