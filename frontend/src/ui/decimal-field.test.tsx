import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DecimalField as Field } from "./decimal-field";

const RealFormat = Intl.NumberFormat;

/** The field as a browser of that language has it. */
async function fieldIn(locale: string): Promise<typeof Field> {
  vi.resetModules();
  vi.spyOn(Intl, "NumberFormat").mockImplementation(function format(one, options) {
    return new RealFormat(one ?? locale, options);
  });
  return (await import("./decimal-field")).DecimalField;
}

let DecimalField: typeof Field;
beforeEach(async () => {
  DecimalField = await fieldIn("en-US");
});
afterEach(() => void vi.restoreAllMocks());

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

const told = vi.fn();

function Form({ first = "" }) {
  const [value, setValue] = useState(first);
  told(value);
  return (
    <>
      <DecimalField label="Limit price" value={value} onValueChange={setValue} step="0.01" />
      <button type="button" onClick={() => setValue("12.5")}>
        Take the ask
      </button>
    </>
  );
}

describe("in a browser that writes 1.234,5", () => {
  const input = () => screen.getByLabelText("Limit price");
  const type = (text: string) => fireEvent.change(input(), { target: { value: text } });

  beforeEach(async () => {
    DecimalField = await fieldIn("de-DE");
    told.mockClear();
  });

  test("a comma is what it says, and nothing a hundredfold", () => {
    render(<Form />);
    type("150,");
    expect(told).toHaveBeenLastCalledWith("150");
    type("150,25");
    expect(told).toHaveBeenLastCalledWith("150.25");
    expect(input()).toHaveValue("150,25");
  });

  test("what is not clear is said, told as no number, and stays to be mended", () => {
    render(<Form first="1" />);
    type("1.5");
    expect(told.mock.lastCall?.[0]).toBe("?1.5");
    expect(input()).toHaveValue("1.5");
    expect(input()).toHaveAccessibleDescription(/like 1234,5/);
    fireEvent.keyDown(input(), { key: "ArrowUp" });
    expect(told.mock.lastCall?.[0]).toBe("?1.5");
    type("1,5");
    expect(input()).not.toHaveAccessibleDescription();
  });

  test("what somebody else puts in is shown with a comma", () => {
    render(<Form first="10.25" />);
    expect(input()).toHaveValue("10,25");
    type("1.5");
    fireEvent.click(screen.getByRole("button", { name: "Take the ask" }));
    expect(input()).toHaveValue("12,5");
    fireEvent.keyDown(input(), { key: "ArrowUp" });
    expect(input()).toHaveValue("12,51");
    expect(told).toHaveBeenLastCalledWith("12.51");
  });
});
