import { expect, test } from "vitest";
import { type Connection, NOT_CONNECTED } from "@/live/connection";
import { recovered, shortly, spoken, standing } from "./words";

const at = (more: Partial<Connection>): string => shortly({ ...NOT_CONNECTED, ...more }, 10_000);

test("the pill says what counts in each state", () => {
  expect(at({ state: "live", roundTripMs: 12.4 })).toBe("Live 12\u00a0ms");
  expect(at({ state: "live" })).toBe("Live");
  expect(at({ state: "reconnecting", attempt: 3, nextTryAt: 13_200 })).toBe(
    "Reconnecting (3, in 4\u00a0s)",
  );
  expect(at({ state: "reconnecting", attempt: 3 })).toBe("Reconnecting (3)");
  expect(at({ state: "stale", dataAgeMs: 12_000 })).toBe("Stale 12\u00a0s");
  expect(at({ state: "offline" })).toBe("Offline");
});

test("a break is said once, however many tries it takes", () => {
  expect(spoken("live", "reconnecting", "The server restarts")).toBe(
    "Connection lost: The server restarts. Prices stand still.",
  );
  expect(spoken("reconnecting", "offline", "")).toBe("");
  expect(spoken("connecting", "live", "")).toBe("");
  expect(spoken("live", "stale", "")).toBe("Prices may be out of date.");
  expect(spoken("stale", "live", "")).toBe("Prices are live again.");
});

test("what was read anew is not said to have been missed by nobody", () => {
  expect(recovered({ at: 0, kind: "resumed" })).toContain("Nothing was missed");
  expect(recovered({ at: 0, kind: "refetched" })).toContain("read anew");
});

test("while the line is dead it is said how old what is shown is, and why", () => {
  const broken = { ...NOT_CONNECTED, dataAgeMs: 12_300, reason: "The connection broke" };
  expect(standing(broken)).toBe(
    "Prices stand still: last heard 12\u00a0s ago. The connection broke.",
  );
  expect(standing(NOT_CONNECTED)).toBe("Prices stand still.");
});
