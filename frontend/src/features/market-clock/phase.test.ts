import { expect, test } from "vitest";
import type { Clock } from "@/live/clock";
import { exchangeField, exchangeMoment, isHalfDay, timeIn } from "./exchange-time";
import { countdown, paceOf, phaseOf } from "./phase";

const at = (iso: string): number => Date.parse(iso);

const MONDAY: Clock = {
  now: at("2026-11-23T15:00:00Z"),
  state: "live",
  speed: 1,
  feed: "simulator",
  sessionOpen: true,
  phase: "regular",
  exchangePhase: "regular",
  nextOpen: at("2026-11-24T14:30:00Z"),
  nextClose: at("2026-11-23T21:00:00Z"),
};

test("in a session it counts down to its end", () => {
  const { name, next } = phaseOf(MONDAY);
  expect([name, next?.verb, countdown(next?.inMs ?? 0)]).toEqual(["Open", "closes", "6:00:00"]);
});

test("the day after Thanksgiving ends at one", () => {
  const clock = {
    ...MONDAY,
    now: at("2026-11-27T15:00:00Z"),
    nextClose: at("2026-11-27T18:00:00Z"),
  };
  expect(phaseOf(clock).name).toBe("Open, half day");
  expect(isHalfDay(MONDAY.nextClose)).toBe(false);
});

test("outside of it, to the next", () => {
  const clock: Clock = {
    ...MONDAY,
    now: at("2026-11-22T13:30:00Z"),
    phase: "closed",
    exchangePhase: "closed",
    nextOpen: at("2026-11-23T14:30:00Z"),
  };
  const { name, next } = phaseOf(clock);
  expect([name, next?.verb, countdown(next?.inMs ?? 0)]).toEqual([
    "Closed",
    "opens",
    "1\u00a0d 1\u00a0h",
  ]);
  expect(phaseOf({ ...clock, phase: "pre", exchangePhase: "pre" }).name).toBe("Pre-market");
});

test("a market that never closes says when the exchange opens", () => {
  const { name, next } = phaseOf({ ...MONDAY, exchangePhase: "closed" });
  expect([name, next?.verb]).toEqual(["Open", "exchange opens"]);
});

test("any other pace than the real world's has a name", () => {
  expect(paceOf({ state: "live", speed: 1 })).toBe("");
  expect(paceOf({ state: "live", speed: 60 })).toBe("Sped up: ×60");
  expect(paceOf({ state: "live", speed: undefined })).toBe("Sped up: as fast as it can");
  expect(paceOf({ state: "replay", speed: 1 })).toBe("Replay ×1");
  expect(paceOf({ state: "paused", speed: 1 })).toBe("Paused");
  expect(paceOf({ state: "ended", speed: 1 })).toBe("Replay ended");
});

test("times of the exchange go there and back, in winter and in summer", () => {
  for (const iso of ["2026-11-23T14:30:00Z", "2026-07-01T13:30:00Z"]) {
    expect(exchangeField(at(iso)).slice(11)).toBe("09:30");
    expect(exchangeMoment(exchangeField(at(iso)))).toBe(at(iso));
  }
  expect(exchangeMoment("2026-11-23T")).toBeUndefined();
  expect(exchangeMoment("2026-03-08T02:30")).toBe(at("2026-03-08T07:30:00Z")); // there is none
  expect(exchangeMoment("2026-11-01T01:30")).toBe(at("2026-11-01T05:30:00Z")); // there are two
});

test("a time says in which zone it is", () => {
  expect(timeIn("exchange", at("2026-11-23T14:30:00Z"))).toBe("09:30:00 EST");
  expect(timeIn("exchange", at("2026-07-01T13:30:00Z"))).toBe("09:30:00 EDT");
});
