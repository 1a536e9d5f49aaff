import { expect, it } from "vitest";
import { type OrderEvent, stepsOf, tookInAll } from "./timeline";

const event = (number: number, happening: string, at: string, figures = {}): OrderEvent => ({
  number,
  happening,
  at,
  figures,
  market_time: null,
  reason: "because",
  status: "new",
});

const LIFE = [
  event(1, "open", "2026-11-22T10:00:00.250Z"),
  event(0, "placed", "2026-11-22T10:00:00.000Z"),
  event(2, "complete", "2026-11-22T10:00:03.250Z", { price: "180.5", quantity: "1000" }),
];

it("tells a life in its order, with what each step took", () => {
  const steps = stepsOf(LIFE);
  expect(steps.map(({ title }) => title)).toEqual(["Placed", "Working", "Filled"]);
  expect(steps.map(({ took }) => took)).toEqual(["", "+250\u00a0ms", "+3\u00a0s"]);
  expect(tookInAll(LIFE)).toBe("3\u00a0s");
});

it("shows the figures of a step", () => {
  expect(stepsOf(LIFE)[2]?.figures).toEqual([
    ["price", "180.50"],
    ["quantity", "1,000"],
  ]);
});

it("never says that something took less than nothing", () => {
  const early = event(1, "accept", "2026-11-22T09:59:59.990Z");
  expect(stepsOf([event(0, "placed", "2026-11-22T10:00:00Z"), early])[1]?.took).toBe("+0\u00a0ms");
  expect(tookInAll([])).toBe("");
});

it("has words for what it does not know", () => {
  expect(stepsOf([event(0, "new_thing", "2026-11-22T10:00:00Z")])[0]?.title).toBe("New thing");
});
