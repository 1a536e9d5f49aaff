import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { heardClock, setClock } from "./clock";
import type { PrivateFrame, PublicFrame } from "./frames";
import { noteStreams, streams } from "./streams";

const NOW = Date.parse("2026-11-20T15:00:00Z");

beforeEach(() => vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  heardClock.setState({ clock: undefined, at: 0 });
  vi.useRealTimers();
});

const quote = (time: string) => ({ type: "QUOTE", data: { symbol: "IBM", time } }) as PublicFrame;
const clock = (speed: number | undefined, state = "replay") =>
  setClock({ time: "2013-10-07T14:30:10Z", state, feed: "x", session_open: true, speed } as never);

const lag = (name: "quotes" | "account" | "bars") => streams().get(name)?.lagMs;

test("a price was as old as the market's clock says, in seconds of the wall", () => {
  noteStreams([quote("2013-10-07T14:30:00Z")], NOW);
  expect(lag("quotes")).toBeUndefined(); // no clock was heard
  clock(1);
  noteStreams([quote("2013-10-07T14:30:09.500Z")], NOW);
  expect(lag("quotes")).toBe(500);
  clock(10);
  noteStreams([quote("2013-10-07T14:30:00Z")], NOW);
  expect(lag("quotes")).toBe(1_000);
  noteStreams([quote("2013-10-07T14:30:11Z")], NOW);
  expect(lag("quotes")).toBe(0);
});

test("where time does not pass by the clock nothing is said", () => {
  clock(undefined);
  noteStreams([quote("2013-10-07T14:30:00Z")], NOW);
  expect(lag("quotes")).toBeUndefined();
  clock(1, "paused");
  noteStreams([quote("2013-10-07T14:30:00Z")], NOW);
  expect(lag("quotes")).toBeUndefined();
});

test("news of the account say when they were published, bars only when they began", () => {
  const news = { type: "ORDER_FILLED", time: "2026-11-20T14:59:59.750Z", data: {} } as PrivateFrame;
  const bar = { type: "BAR", data: { symbol: "IBM", start: "2013-10-07T14:30:00Z" } };
  clock(1);
  noteStreams([news, bar as PublicFrame], NOW);
  expect(lag("account")).toBe(250);
  expect(lag("bars")).toBeUndefined();
  expect(streams().get("account")).toMatchObject({ frames: 1, lastAt: NOW });
});
