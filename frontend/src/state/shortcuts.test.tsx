import { fireEvent, render } from "@testing-library/react";
import { useRef } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { setPreference } from "./preferences";
import {
  conflict,
  localAction,
  nameOf,
  shownKeys,
  useShortcut,
  useShortcutKeys,
} from "./shortcuts";

const buy = vi.fn();
const palette = vi.fn();
const goOrders = vi.fn();
const priceUp = vi.fn();
const submit = vi.fn();

function Page({ isOn = true }: { isOn?: boolean }) {
  const ticket = useRef<HTMLFormElement>(null);
  useShortcutKeys();
  useShortcut("submit", submit, true, ticket);
  useShortcut("buy", buy, isOn);
  useShortcut("palette", palette);
  useShortcut("goOrders", goOrders);
  useShortcut("priceUp", priceUp);
  return (
    <>
      <form ref={ticket}>
        <input aria-label="Quantity" />
      </form>
      <input aria-label="Add symbol" />
      <button type="button">Send</button>
    </>
  );
}

const press = (key: string, target: Element = document.body, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(target, { key, ...init });

afterEach(() => {
  setPreference("shortcuts", {});
  setPreference("areShortcutsOn", true);
  for (const one of [buy, palette, goOrders, priceUp, submit]) one.mockClear();
});

describe("shortcuts", () => {
  it("do what the page says, while it says it", () => {
    const { rerender } = render(<Page />);
    press("b");
    expect(buy).toHaveBeenCalledOnce();
    rerender(<Page isOn={false} />);
    press("b");
    expect(buy).toHaveBeenCalledOnce();
  });

  it("rest while somebody types, except with Ctrl", () => {
    const { getByLabelText } = render(<Page />);
    press("b", getByLabelText("Quantity"));
    expect(buy).not.toHaveBeenCalled();
    press("k", getByLabelText("Quantity"), { ctrlKey: true });
    expect(palette).toHaveBeenCalledOnce();
  });

  it("rest while a dialog is open, also with Ctrl, wherever the focus is", () => {
    const { getByLabelText } = render(
      <>
        <Page />
        <div role="dialog">
          <input aria-label="Limit price" />
        </div>
      </>,
    );
    for (const place of [getByLabelText("Limit price"), document.body])
      for (const key of ["b", "k", "Enter"]) press(key, place, { ctrlKey: key !== "b" });
    for (const one of [buy, palette, submit]) expect(one).not.toHaveBeenCalled();
  });

  it("send the order only from the ticket, or where the focus is nowhere", () => {
    const { getByLabelText, getByRole } = render(<Page />);
    press("Enter", getByLabelText("Add symbol"), { ctrlKey: true });
    press("Enter", getByRole("button"), { ctrlKey: true });
    expect(submit).not.toHaveBeenCalled();
    press("Enter", getByLabelText("Quantity"), { ctrlKey: true });
    press("Enter", document.body, { ctrlKey: true });
    expect(submit).toHaveBeenCalledTimes(2);
  });

  it("leave a field the keys by which text is edited", () => {
    const { getByLabelText } = render(<Page />);
    setPreference("shortcuts", { buy: "mod+x" });
    press("x", getByLabelText("Quantity"), { ctrlKey: true });
    expect(buy).not.toHaveBeenCalled();
    press("x", document.body, { ctrlKey: true });
    expect(buy).toHaveBeenCalledOnce();
  });

  it("leave arrows and Enter to a control that has the focus", () => {
    const { getByRole } = render(<Page />);
    press("ArrowUp", getByRole("button"));
    expect(priceUp).not.toHaveBeenCalled();
    press("ArrowUp");
    expect(priceUp).toHaveBeenCalledOnce();
  });

  it("may be one key after another, but not much later", () => {
    render(<Page />);
    press("g");
    press("o");
    expect(goOrders).toHaveBeenCalledOnce();
    vi.useFakeTimers();
    press("g");
    vi.setSystemTime(Date.now() + 2000);
    press("o");
    vi.useRealTimers();
    expect(goOrders).toHaveBeenCalledOnce();
  });

  it("are the user's to change and to switch off", () => {
    render(<Page />);
    setPreference("shortcuts", { buy: "shift+b" });
    press("b");
    expect(buy).not.toHaveBeenCalled();
    press("B", document.body, { shiftKey: true });
    expect(buy).toHaveBeenCalledOnce();
    setPreference("areShortcutsOn", false);
    press("B", document.body, { shiftKey: true });
    expect(buy).toHaveBeenCalledOnce();
  });

  it("have one name for each key", () => {
    const key = (key: string, init: KeyboardEventInit = {}) =>
      nameOf(new KeyboardEvent("keydown", { key, ...init }));
    expect(key("?", { shiftKey: true })).toBe("?");
    expect(key("X", { shiftKey: true })).toBe("shift+x");
    expect(key("k", { metaKey: true })).toBe("mod+k");
    expect(key(" ")).toBe("space");
    expect(key("Shift", { shiftKey: true })).toBe("");
  });

  it("mean something of their own to the ladder and the chart, the user's to change", () => {
    const key = (name: string, init: KeyboardEventInit = {}) =>
      new KeyboardEvent("keydown", { key: name, ...init });
    expect(localAction("Depth", key("ArrowUp"))).toBe("depthUp");
    expect(localAction("Chart", key("ArrowUp"))).toBeUndefined();
    expect(localAction("Chart", key("ArrowLeft", { shiftKey: true }))).toBe("chartBackTen");
    expect(localAction("Chart", key("+", { shiftKey: true }))).toBe("chartZoomIn");
    setPreference("shortcuts", { depthUp: "k", depthDown: "" });
    expect(localAction("Depth", key("k"))).toBe("depthUp");
    expect(localAction("Depth", key("ArrowDown"))).toBeUndefined();
    expect(conflict("depthUp", "arrowup")).toBeUndefined();
    expect(conflict("depthUp", "space")).toBe("depthCentre");
    expect(shownKeys("+")).toEqual([["+"]]);
  });

  it("say which other action has the keys, and how they are written", () => {
    expect(conflict("buy", "s")).toBe("sell");
    expect(conflict("buy", "b")).toBeUndefined();
    expect(conflict("buy", "")).toBeUndefined();
    expect(shownKeys("mod+k")).toEqual([["Ctrl", "K"]]);
    expect(shownKeys("g o")).toEqual([["G"], ["O"]]);
  });
});
