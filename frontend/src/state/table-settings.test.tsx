import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { setPreference } from "./preferences";
import { useTableSettings } from "./table-settings";

describe("the settings of a table", () => {
  it("are the same until they change, so that nothing is counted or drawn anew", () => {
    const { result, rerender } = renderHook(() => useTableSettings("never-touched"));
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
  });

  it("are the same even if what they are at first is written out at the call", () => {
    const hook = renderHook(() => useTableSettings("never-touched", { hidden: ["fee"] }));
    const before = hook.result.current;
    hook.rerender();
    expect(hook.result.current).toBe(before);
    expect(before.hiddenColumns).toEqual(["fee"]);
  });

  it("keep what was chosen, and what was not at its beginning", () => {
    const { result } = renderHook(() => useTableSettings("touched", { hidden: ["fee"] }));
    act(() => result.current.onSortChange({ id: "price", desc: true }));
    expect(result.current.sort).toEqual({ id: "price", desc: true });
    expect(result.current.hiddenColumns).toEqual(["fee"]);
    act(() => setPreference("tables", {}));
  });
});
