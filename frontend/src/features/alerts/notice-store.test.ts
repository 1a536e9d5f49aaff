// @vitest-environment jsdom: what it tests is kept in the browser
import { beforeEach, describe, expect, it } from "vitest";
import { forgetNotices, keepFor, markRead, note, unread, useNotices } from "./notice-store";
import type { Notice } from "./notices";

const notice = (id: string, second: number): Notice => ({
  id,
  kind: "fill",
  title: id,
  detail: "",
  at: new Date(Date.UTC(2026, 10, 20, 15, 0, second)).toISOString(),
  isUrgent: false,
});
const ids = () => useNotices.getState().notices.map(({ id }) => id);

describe("notices", () => {
  beforeEach(() => {
    localStorage.clear();
    keepFor("nobody");
    keepFor("me");
  });

  it("are kept newest first, each once", () => {
    note([notice("a", 1), notice("b", 3)]);
    const added = note([notice("b", 3), notice("c", 2), notice("c", 2)]);
    expect(added.map(({ id }) => id)).toEqual(["c"]);
    expect(ids()).toEqual(["b", "c", "a"]);
  });

  it("are 300 at most, the oldest go", () => {
    note(Array.from({ length: 310 }, (_, second) => notice(String(second), second)));
    expect(ids()).toHaveLength(300);
    expect(ids()[0]).toBe("309");
  });

  it("are unread until they are read", () => {
    note([notice("a", 1), notice("b", 3)]);
    expect(unread(useNotices.getState())).toBe(2);
    markRead(new Date(Date.UTC(2026, 10, 20, 15, 0, 2)));
    expect(unread(useNotices.getState())).toBe(1);
  });

  it("are one user's, and survive a reload", () => {
    note([notice("a", 1)]);
    expect(JSON.parse(localStorage.getItem("outcry.notices") ?? "").notices).toHaveLength(1);
    keepFor("me");
    expect(ids()).toEqual(["a"]);
    keepFor("you");
    expect(ids()).toEqual([]);
  });

  it("come from another tab", () => {
    const kept = { userId: "me", notices: [notice("other", 1)], readAt: "" };
    localStorage.setItem("outcry.notices", JSON.stringify(kept));
    globalThis.dispatchEvent(new StorageEvent("storage", { key: "outcry.notices" }));
    expect(ids()).toEqual(["other"]);
  });

  it("can be forgotten", () => {
    note([notice("a", 1)]);
    forgetNotices();
    expect(ids()).toEqual([]);
  });
});
