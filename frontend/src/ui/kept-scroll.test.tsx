import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { type Column, DataTable } from "./data-table";

interface Row {
  readonly id: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: "id", header: "Id", cell: ({ id }) => id, sortValue: ({ id }) => id, alwaysShown: true },
];
const ROWS = Array.from({ length: 50 }, (_, at) => ({ id: `row ${at}` }));

function show(): HTMLElement {
  render(
    <>
      <DataTable
        label="Rows"
        rows={ROWS}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        rowActions={() => <button type="button">Remove</button>}
        empty="Nothing"
      />
      <button type="button">After</button>
    </>,
  );
  return screen.getByRole("grid");
}

/** As a browser does, which tells of it later. */
function scroll(grid: HTMLElement, left: number, top: number): void {
  grid.scrollLeft = left;
  grid.scrollTop = top;
  fireEvent.scroll(grid);
}

const user = userEvent.setup({ delay: null });
const placeOf = (grid: HTMLElement) => [grid.scrollLeft, grid.scrollTop];

test("who tabs through a table leaves it where it was", { timeout: 20_000 }, async () => {
  const grid = show();
  scroll(grid, 10, 52);
  grid.focus();
  await user.tab();
  scroll(grid, 300, 0);
  expect(grid).toContainElement(document.activeElement as HTMLElement);
  expect(placeOf(grid)).toEqual([300, 0]);
  screen.getByText("After").focus();
  expect(placeOf(grid)).toEqual([10, 52]);
});

test("what was scrolled by hand or by arrows stays", { timeout: 20_000 }, async () => {
  const grid = show();
  grid.focus();
  await user.keyboard("{ArrowDown}");
  scroll(grid, 300, 104);
  screen.getByText("After").focus();
  expect(placeOf(grid)).toEqual([0, 104]);
  grid.focus();
  fireEvent.wheel(grid);
  scroll(grid, 80, 208);
  screen.getByText("After").focus();
  expect(placeOf(grid)).toEqual([80, 208]);
});

test("the window may lose the focus and have it back", async () => {
  const grid = show();
  grid.focus();
  scroll(grid, 300, 0);
  fireEvent.focusOut(grid);
  expect(placeOf(grid)).toEqual([300, 0]);
});
