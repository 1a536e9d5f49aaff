import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { ClockControl } from "./clock-control";
import type { Clock } from "./feed";

const CLOCK = { time: "2013-10-07T14:30:00Z", state: "replay", speed: 60 } as unknown as Clock;
const session = { access_token: "t", account_id: "acc", user: { roles: ["admin"] } };
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  useSession.setState({ session: session as unknown as Session, renewAt: Date.now() + 60_000 });
});

afterEach(() => {
  fetched.mockReset();
  vi.unstubAllGlobals();
  useSession.setState({ session: undefined, renewAt: 0 });
  queries.clear();
});

test("asks before it jumps, and a no jumps nowhere", { timeout: 60_000 }, async () => {
  fetched.mockResolvedValue(Response.json(CLOCK));
  render(
    <QueryClientProvider client={queries}>
      <ClockControl clock={CLOCK} />
    </QueryClientProvider>,
  );
  fireEvent.change(screen.getByLabelText(/^Jump to/), { target: { value: "2013-10-07T15:00" } });
  await userEvent.click(screen.getByText("Jump"));
  await userEvent.click(within(await screen.findByRole("dialog")).getByText("Keep as it is"));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(fetched).not.toHaveBeenCalled();

  await userEvent.click(screen.getByText("Jump"));
  await userEvent.click(within(await screen.findByRole("dialog")).getByText("Jump"));
  await waitFor(() => expect(fetched).toHaveBeenCalledOnce(), { timeout: 5_000 });
  const request = fetched.mock.calls[0]?.[0] as Request;
  const to = new Date("2013-10-07T15:00").toISOString();
  expect(await request.json()).toEqual({ action: "jump", to });
});
