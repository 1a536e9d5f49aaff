import { describe, expect, it } from "vitest";
import { expiryOf, stateOf } from "./key-state";

const NOW = Date.parse("2026-11-20T12:00:00Z");

describe("a key", () => {
  it.each([
    [null, null, "good"],
    [null, "2026-11-20T12:00:01Z", "good"],
    [null, "2026-11-20T12:00:00Z", "expired"],
    ["2026-11-01T00:00:00Z", null, "revoked"],
    ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "revoked"],
  ])("revoked %s and good until %s is %s", (revoked_at, expires_at, state) =>
    expect(stateOf({ revoked_at, expires_at }, NOW)).toBe(state),
  );

  it("lives as long as was asked for", () => {
    expect(expiryOf("30", "", NOW)).toBe("2026-12-20T12:00:00.000Z");
    expect(expiryOf("never", "", NOW)).toBeNull();
  });

  it("is good to the end of its last day here", () => {
    const end = new Date(expiryOf("date", "2027-03-01", NOW) ?? "");
    expect([end.getFullYear(), end.getMonth(), end.getDate()]).toEqual([2027, 2, 1]);
    expect([end.getHours(), end.getMinutes()]).toEqual([23, 59]);
  });
});
