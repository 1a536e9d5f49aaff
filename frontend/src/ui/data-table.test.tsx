import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { type Column, DataTable, type DataTableProps } from "./data-table";
import { sorted } from "./table-columns";

interface Row {
  readonly id: string;
  readonly price: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: "id", header: "Id", cell: (row) => row.id, sortValue: (row) => row.id, alwaysShown: true },
  { id: "price", header: "Price", cell: (row) => row.price, sortValue: (row) => row.price },
];

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: `row ${index}`, price: `${index}.5` }));

function show(props: Partial<DataTableProps<Row>> = {}) {
  return render(
    <DataTable<Row>
      label="Rows"
      rows={rowsOf(1000)}
      columns={COLUMNS}
      rowKey={(row) => row.id}
      empty="Nothing yet"
      {...props}
    />,
  );
}

const activeText = () => {
  const id = screen.getByRole("grid").getAttribute("aria-activedescendant");
  return id ? (document.getElementById(id)?.textContent ?? "") : "";
};

describe("a table", () => {
  it("has in the document what is in sight, and says how many rows there are", () => {
    show({ rows: rowsOf(100_000) });
    expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "100001");
    const shown = document.querySelectorAll("[role=row]");
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.length).toBeLessThan(100);
    expect(shown[1]).toHaveAttribute("aria-rowindex", "2");
  });

  it("moves the row with arrows and activates it with Enter", async () => {
    const onRowActivate = vi.fn();
    show({ onRowActivate });
    const user = userEvent.setup();
    screen.getByRole("grid").focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    expect(activeText()).toContain("row 1");
    await user.keyboard("{Enter}");
    expect(onRowActivate).toHaveBeenCalledExactlyOnceWith(rowsOf(2)[1]);
  });

  it("leads to both ends and not over them", async () => {
    show({ rows: rowsOf(3) });
    const user = userEvent.setup();
    screen.getByRole("grid").focus();
    await user.keyboard("{End}{ArrowDown}{PageDown}");
    expect(activeText()).toContain("row 2");
    await user.keyboard("{Home}{ArrowUp}");
    expect(activeText()).toContain("row 0");
  });

  it("leaves Enter on a row's button to the button", async () => {
    const onRowActivate = vi.fn();
    const cancel = vi.fn();
    const rowActions = () => (
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    );
    show({ rows: rowsOf(1), onRowActivate, rowActions });
    screen.getByRole("grid").focus();
    const button = await screen.findByRole("button", { name: "Cancel" });
    button.focus();
    await userEvent.keyboard("{Enter}");
    expect(cancel).toHaveBeenCalledOnce();
    expect(onRowActivate).not.toHaveBeenCalled();
  });

  it("has tab stops only in the row that is meant", async () => {
    const rowActions = (row: Row) => <button type="button">Cancel {row.id}</button>;
    show({ rows: rowsOf(3), rowActions });
    screen.getByRole("grid").focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("button", { name: "Cancel row 1" })).toHaveProperty("tabIndex", 0);
    expect(screen.getByRole("button", { name: "Cancel row 2" })).toHaveProperty("tabIndex", -1);
  });

  it("sorts by its headings: up, down, as it came", async () => {
    show({
      rows: [
        { id: "a", price: "10" },
        { id: "b", price: "9.5" },
        { id: "c", price: "" },
      ],
    });
    const heading = screen.getByRole("columnheader", { name: /^Price/ });
    const button = within(heading).getByRole("button", { name: "Price" });
    const ids = () =>
      screen
        .getAllByRole("row")
        .slice(1)
        .map((row) => row.textContent?.[0]);
    await userEvent.click(button);
    expect(heading).toHaveAttribute("aria-sort", "ascending");
    expect(ids()).toEqual(["b", "a", "c"]);
    await userEvent.click(button);
    expect(heading).toHaveAttribute("aria-sort", "descending");
    expect(ids()).toEqual(["a", "b", "c"]);
    await userEvent.click(button);
    expect(heading).toHaveAttribute("aria-sort", "none");
  });

  it("leaves out hidden columns, and says that it is empty", () => {
    const { unmount } = show({ hiddenColumns: ["id", "price"] });
    const headings = screen.getAllByRole("columnheader").map((one) => one.textContent);
    expect(headings).toEqual(["Id"]);
    unmount();
    show({ rows: [] });
    expect(screen.getByText("Nothing yet")).toBeVisible();
  });

  it("asks for more when its end is in sight, and not before", () => {
    const onEndReached = vi.fn();
    const { unmount } = show({ onEndReached });
    expect(onEndReached).not.toHaveBeenCalled();
    unmount();
    show({ rows: rowsOf(3), onEndReached });
    expect(onEndReached).toHaveBeenCalled();
  });
});

describe("the order of rows", () => {
  it("tells decimals apart that are one float", () => {
    const rows = [
      { id: "a", price: "9007199254740993" },
      { id: "b", price: "9007199254740992" },
    ];
    const inOrder = sorted(rows, COLUMNS, { id: "price", desc: false });
    expect(inOrder.map(({ id }) => id)).toEqual(["b", "a"]);
  });
});
