import { fireEvent, render } from "@testing-library/react";
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

function Page({ isOn = true }: { isOn?: boolean }) {
  useShortcutKeys();
  useShortcut("buy", buy, isOn);
  useShortcut("palette", palette);
  useShortcut("goOrders", goOrders);
  useShortcut("priceUp", priceUp);
  return (
    <>
      <input aria-label="Quantity" />
      <div role="dialog">
        <p data-testid="in-dialog">Sure?</p>
      </div>
      <button type="button">Send</button>
    </>
  );
}

const press = (key: string, target: Element = document.body, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(target, { key, ...init });

afterEach(() => {
  setPreference("shortcuts", {});
  setPreference("areShortcutsOn", true);
  for (const one of [buy, palette, goOrders, priceUp]) one.mockClear();
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

  it("rest while somebody types or is asked, except with Ctrl", () => {
    const { getByLabelText, getByTestId } = render(<Page />);
    press("b", getByLabelText("Quantity"));
    press("b", getByTestId("in-dialog"));
    expect(buy).not.toHaveBeenCalled();
    press("k", getByLabelText("Quantity"), { ctrlKey: true });
    expect(palette).toHaveBeenCalledOnce();
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
