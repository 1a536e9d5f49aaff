import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { heardClock, setClock } from "@/live/clock";
import type { MarketClock } from "@/live/frames";
import { ClockBar } from "./clock-bar";

const fetched = vi.fn<typeof fetch>();

beforeEach(() => vi.stubGlobal("fetch", fetched));

afterEach(() => {
  cleanup();
  fetched.mockReset();
  vi.unstubAllGlobals();
  heardClock.setState({ clock: undefined, at: 0 });
  useSession.setState({ session: undefined, renewAt: 0 });
});

function show(clock: Partial<MarketClock>, role: "trader" | "admin" = "trader"): void {
  const session = { access_token: "t", account_id: "acc", user: { roles: [role] } };
  useSession.setState({ session: session as Session, renewAt: Date.now() + 60_000 });
  setClock({
    time: "2013-10-07T14:30:00Z",
    state: "replay",
    speed: 60,
    feed: "tape",
    session_open: true,
    ...clock,
  });
  render(
    <QueryClientProvider client={queries}>
      <ClockBar />
    </QueryClientProvider>,
  );
}

const bar = () => screen.queryByRole("region", { name: "Market time is not real time" });

test("is not there while market time is real time", () => {
  show({ state: "live", speed: 1 });
  expect(bar()).toBeNull();
});

const MINUTES = /7 Oct 2013, 10:3[0-9]:[0-9]{2} EDT/; // time goes on while it is drawn

test("says that a replay is one, how fast it goes and which day it plays", () => {
  show({});
  expect(bar()).toHaveTextContent(/^Replay ×60/);
  expect(bar()).toHaveTextContent(MINUTES);
  expect(bar()).toHaveTextContent("tape plays the past");
  expect(screen.queryByRole("button", { name: "Pause" })).toBeNull();
});

test("an administrator pauses it there", async () => {
  fetched.mockResolvedValue(Response.json({ state: "paused" }));
  show({}, "admin");
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  await waitFor(() => expect(fetched).toHaveBeenCalledOnce(), { timeout: 5_000 });
  const request = fetched.mock.calls[0]?.[0] as Request;
  expect(new URL(request.url).pathname).toBe("/api/market/clock");
  expect(await request.json()).toEqual({ action: "pause" });
});

test("a paused market goes on by a minute, or plays", async () => {
  fetched.mockResolvedValue(Response.json({ state: "paused" }));
  show({ state: "paused" }, "admin");
  expect(screen.getByRole("button", { name: "Play" })).toBeEnabled();
  await userEvent.click(screen.getByRole("button", { name: "Step 1 min" }));
  await waitFor(() => expect(fetched).toHaveBeenCalledOnce(), { timeout: 5_000 });
  const request = fetched.mock.calls[0]?.[0] as Request;
  expect(await request.json()).toEqual({ action: "step", seconds: 60 });
});

test("asks before it jumps, as everybody is taken along", async () => {
  fetched.mockResolvedValue(Response.json({ state: "replay" }));
  show({}, "admin");
  fireEvent.change(screen.getByLabelText(/^Jump to/), { target: { value: "2013-10-07T15:00" } });
  await userEvent.click(screen.getByText("Jump"));
  const question = within(await screen.findByRole("dialog"));
  expect(fetched).not.toHaveBeenCalled();
  await userEvent.click(question.getByText("Jump"));
  await waitFor(() => expect(fetched).toHaveBeenCalledOnce(), { timeout: 5_000 });
  const request = fetched.mock.calls[0]?.[0] as Request;
  expect(await request.json()).toEqual({ action: "jump", to: "2013-10-07T19:00:00.000Z" });
});
