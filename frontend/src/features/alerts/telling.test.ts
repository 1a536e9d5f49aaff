import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setPreference } from "@/state/preferences";
import { announce } from "@/ui/announce";
import { toast } from "@/ui/toast";
import { keepFor, useNotices } from "./notice-store";
import type { Notice } from "./notices";
import { sound } from "./sound";
import { setFirst, tell } from "./telling";

vi.mock("@/ui/announce", () => ({ announce: vi.fn() }));
vi.mock("@/ui/toast", () => ({ toast: { info: vi.fn(), failure: vi.fn() } }));
vi.mock("./sound", () => ({ sound: vi.fn() }));

let count = 0;
const notice = (changes: Partial<Notice> = {}): Notice => ({
  id: `n${count++}`,
  kind: "fill",
  title: "Bought KO",
  detail: "1 at 60.00",
  at: "2026-11-20T15:00:00Z",
  isUrgent: false,
  symbol: "KO",
  ...changes,
});

describe("telling", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.mocked(toast.info).mockClear();
    vi.mocked(toast.failure).mockClear();
    vi.mocked(announce).mockClear();
    vi.mocked(sound).mockClear();
    keepFor(`user ${count++}`);
    setFirst(true);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("says one notice with its detail", () => {
    tell(notice());
    vi.runAllTimers();
    expect(toast.info).toHaveBeenCalledWith("Bought KO", {
      group: "notice-fill",
      description: "1 at 60.00",
    });
    expect(announce).toHaveBeenCalledWith("Bought KO: 1 at 60.00", "assertive");
    expect(sound).toHaveBeenCalledWith("filled");
  });

  it("says a burst once, and keeps all of it", () => {
    for (let at = 0; at < 20; at += 1) tell(notice());
    vi.runAllTimers();
    expect(toast.info).toHaveBeenCalledTimes(1);
    expect(vi.mocked(toast.info).mock.calls[0]?.[0]).toBe("20 fills: KO");
    expect(announce).toHaveBeenCalledTimes(1);
    expect(useNotices.getState().notices).toHaveLength(20);
  });

  it("says nothing of what was told already", () => {
    const again = notice();
    tell(again);
    vi.runAllTimers();
    tell(again);
    vi.runAllTimers();
    expect(toast.info).toHaveBeenCalledTimes(1);
  });

  it("shows what is urgent as such, apart from the rest", () => {
    tell(notice(), notice({ kind: "rejection", title: "No", isUrgent: true }));
    vi.runAllTimers();
    expect(toast.info).toHaveBeenCalledTimes(1);
    expect(vi.mocked(toast.failure).mock.calls[0]?.[0].detail).toBe("No");
  });

  const accepted = () => notice({ kind: "accepted", title: "Order for KO accepted" });

  it("shows no accepted orders unless they are wanted, and says them to who wants all", () => {
    tell(accepted());
    vi.runAllTimers();
    expect([toast.info, announce].map((one) => vi.mocked(one).mock.calls.length)).toEqual([0, 0]);
    expect(sound).toHaveBeenCalledWith("accepted");
    setPreference("verbosity", "chatty");
    tell(accepted());
    vi.runAllTimers();
    expect(toast.info).not.toHaveBeenCalled();
    expect(announce).toHaveBeenCalledWith("Order for KO accepted: 1 at 60.00", "polite");
    expect(useNotices.getState().notices).toEqual([]);
    setPreference("verbosity", "normal");
    setPreference("areAcceptsShown", true);
    tell(accepted());
    vi.runAllTimers();
    expect(toast.info).toHaveBeenCalledTimes(1);
    expect(useNotices.getState().notices).toHaveLength(1);
    setPreference("areAcceptsShown", false);
  });

  it("is heard from one tab only", () => {
    setFirst(false);
    tell(notice());
    vi.runAllTimers();
    expect(toast.info).toHaveBeenCalledTimes(1);
    expect(sound).not.toHaveBeenCalled();
  });
});
