import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { pin, usePinned } from "./pins";
import { select } from "./selection";

beforeEach(() => {
  pin("chart", undefined);
  act(() => select("AAPL"));
});

describe("a pinned panel", () => {
  it("stays on its symbol while the others follow", () => {
    const chart = renderHook(() => usePinned("chart"));
    const depth = renderHook(() => usePinned("depth"));

    act(() => chart.result.current.pin.onToggle());
    act(() => select("MSFT"));

    expect(chart.result.current).toMatchObject({ symbol: "AAPL", pin: { isPinned: true } });
    expect(depth.result.current).toMatchObject({ symbol: "MSFT", pin: { isPinned: false } });
  });

  it("follows again when it is let go", () => {
    const chart = renderHook(() => usePinned("chart"));
    act(() => chart.result.current.pin.onToggle());
    act(() => select("MSFT"));

    act(() => chart.result.current.pin.onToggle());

    expect(chart.result.current).toMatchObject({ symbol: "MSFT", pin: { isPinned: false } });
  });
});
