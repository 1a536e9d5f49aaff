import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { setPreference } from "@/state/preferences";
import { useKeptTab } from "./kept-tab";

beforeEach(() => setPreference("tabs", {}));

test("a tab is the one that was shown last, each group for itself", () => {
  const first = renderHook(() => useKeptTab("market", "depth"));
  expect(first.result.current[0]).toBe("depth");
  act(() => first.result.current[1]("tape"));
  first.unmount();
  expect(renderHook(() => useKeptTab("market", "depth")).result.current[0]).toBe("tape");
  expect(renderHook(() => useKeptTab("side", "ticket")).result.current[0]).toBe("ticket");
});
