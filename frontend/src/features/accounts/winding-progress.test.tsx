import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { useSession } from "@/api/session";
import type { Winding } from "./queries";
import { WindingProgress } from "./winding-progress";

const ASKED: Winding = {
  winding_id: "w",
  account_id: "a",
  purpose: "reset",
  cash: "7000",
  state: "requested",
  requested_at: "2026-11-20T12:00:00Z",
};

afterEach(() => queries.clear());

it("follows a reset to its end, and has everything about the account asked for again", async () => {
  useSession.setState({ session: null });
  const answers: Winding["state"][] = ["under_way", "done"];
  vi.spyOn(globalThis, "fetch").mockImplementation(async () =>
    Response.json({ ...ASKED, state: answers.shift() ?? "done" }),
  );
  queries.setQueryData(["a", "positions"], []);
  render(
    <QueryClientProvider client={queries}>
      <WindingProgress asked={ASKED} />
    </QueryClientProvider>,
  );
  expect(screen.getByRole("status").textContent).toBe("The reset has been asked for.");
  await screen.findByText("The account has begun anew.", undefined, { timeout: 4000 });
  expect(screen.queryByRole("progressbar")).toBeNull();
  await vi.waitFor(() =>
    expect(queries.getQueryState(["a", "positions"])?.isInvalidated).toBe(true),
  );
});
