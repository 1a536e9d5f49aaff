import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { setPreference } from "@/state/preferences";
import { barOf } from "./bars";
import { Cursor } from "./cursor";
import type { ChartEngine } from "./engine";

const bar = (minute: number) =>
  barOf({
    start: new Date(Date.UTC(2026, 10, 20, 15, minute)).toISOString(),
    ...{ open: "10", high: "11", low: "9", close: "10", volume: "1", vwap: "10" },
    trades: 1,
    closed: true,
  });
const bars = Array.from({ length: 30 }, (_, minute) => bar(minute));
const shown = { symbol: "IBM", interval: "1Min", zone: "UTC", tick: "0.01" } as const;

afterEach(() => setPreference("shortcuts", {}));

function cursor() {
  const zoom = vi.fn();
  const engine = { point: vi.fn(), zoom, leave: vi.fn() } as unknown as ChartEngine;
  render(
    <Cursor {...{ bars, shown, engine }}>
      <i />
    </Cursor>,
  );
  const slider = screen.getByRole("slider");
  const press = (key: string, init: KeyboardEventInit = {}) =>
    fireEvent.keyDown(slider, { key, ...init });
  return { press, zoom, at: () => Number(slider.getAttribute("aria-valuenow")) };
}

test("keys walk along the bars and zoom", () => {
  const { press, zoom, at } = cursor();
  press("ArrowLeft");
  expect(at()).toBe(28);
  press("ArrowLeft", { shiftKey: true });
  expect(at()).toBe(18);
  press("Home");
  expect(at()).toBe(0);
  press("=");
  press("-");
  expect(zoom.mock.calls).toEqual([["in"], ["out"]]);
});

test("they are the user's to change, and to switch off", () => {
  setPreference("shortcuts", { chartBack: "j", chartZoomIn: "" });
  const { press, zoom, at } = cursor();
  press("j");
  expect(at()).toBe(28);
  press("ArrowLeft");
  expect(at()).toBe(28);
  press("+", { shiftKey: true });
  press("=");
  expect(zoom).not.toHaveBeenCalled();
});
