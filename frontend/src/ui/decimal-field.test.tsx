import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { DecimalField } from "./decimal-field";

test("a number's field is the only control of its name, and its buttons still step it", () => {
  const change = vi.fn();
  const { container } = render(
    <DecimalField label="Limit price" value="10.00" step="0.01" onValueChange={change} />,
  );
  expect(screen.getAllByLabelText(/Limit price/)).toHaveLength(1);
  expect(screen.queryAllByRole("button")).toHaveLength(0);
  const [less, more] = container.querySelectorAll("button");
  fireEvent.click(more as Element);
  fireEvent.click(less as Element);
  expect(change.mock.calls).toEqual([["10.01"], ["9.99"]]);
});
