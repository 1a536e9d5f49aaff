import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { copyPlainNumbers, plainNumber } from "./copy";
import { DataTable } from "./data-table";
import { money, percent } from "./format";

function copied(target: Node): string | undefined {
  let text: string | undefined;
  const event = createEvent.copy(target, {
    clipboardData: {
      setData: (_: string, value: string) => {
        text = value;
      },
    },
  });
  fireEvent(target, event);
  return text;
}

describe("a number", () => {
  it.each([
    [money("-1234.5"), "-1234.50"],
    [money("1234567.891", { signed: true }), "1234567.89"],
    [`▲${percent("0.0123", { signed: true })}`, "1.23%"],
    ["1,000", "1000"],
  ])("shown as %s is copied as %s", (shown, plain) => {
    expect(plainNumber(shown)).toBe(plain);
  });

  it.each(["AAPL", "", "—", "10:30:00", "1,000 shares", "12-13", "$"])("is not in %s", (text) => {
    expect(plainNumber(text)).toBeUndefined();
  });

  it("that is selected alone is copied plain, and a sentence as it is", () => {
    const stop = copyPlainNumbers();
    render(
      <>
        <p>$12,500.25</p>
        <p>It costs $12,500.25 now</p>
      </>,
    );
    const selection = globalThis.getSelection();

    const alone = screen.getByText("$12,500.25");
    selection?.selectAllChildren(alone);
    expect(copied(alone)).toBe("12500.25");

    const sentence = screen.getByText(/It costs/);
    selection?.selectAllChildren(sentence);
    expect(copied(sentence)).toBeUndefined();
    selection?.removeAllRanges();
    stop();
  });
});

describe("a row", () => {
  it("that is pointed at is copied with its exact values", () => {
    render(
      <DataTable
        label="Positions"
        rows={[{ symbol: "AAPL", value: "12500.254999" }]}
        rowKey={({ symbol }) => symbol}
        columns={[
          {
            id: "symbol",
            header: "Symbol",
            cell: ({ symbol }) => symbol,
            sortValue: ({ symbol }) => symbol,
          },
          { id: "more", header: "", cell: () => "·" },
          {
            id: "value",
            header: "Value",
            cell: ({ value }) => money(value),
            csv: ({ value }) => value,
          },
        ]}
        empty="Nothing"
      />,
    );
    const grid = screen.getByRole("grid", { name: "Positions" });

    expect(copied(grid)).toBeUndefined();
    fireEvent.focus(grid);
    expect(copied(grid)).toBe("AAPL\t12500.254999");
  });
});
