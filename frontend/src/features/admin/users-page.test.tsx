import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { UsersPage } from "./users-page";

const ID = "01234567-89ab-7def-8123-456789abcdef";
const USER = {
  user_id: ID,
  account_id: ID,
  email: "somebody@example.com",
  display_name: "Somebody",
  roles: ["trader"],
  disabled_at: null,
  created_at: "2026-11-20T15:00:00Z",
};
const session = { access_token: "t", account_id: "a", user: { user_id: "u", roles: ["admin"] } };
/** Of a screen of 1440 pixels, without the rail, the margins and a scroll bar. */
const ROOM = 1230;

beforeEach(() => {
  vi.stubGlobal("fetch", async () => Response.json({ items: [USER], next_cursor: null }));
  useSession.setState({ session: session as unknown as Session, renewAt: Date.now() + 900_000 });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  useSession.setState({ session: undefined, renewAt: 0 });
  queries.clear();
});

test("has room for what can be done to a user", { timeout: 30_000 }, async () => {
  render(
    <QueryClientProvider client={queries}>
      <UsersPage />
    </QueryClientProvider>,
  );
  expect(await screen.findByText("Disable", {}, { timeout: 10_000 })).toBeEnabled();
  const [inside] = screen.getByRole("grid").children;
  const width = Number.parseInt((inside as HTMLElement).style.minWidth, 10);
  expect(width).toBeGreaterThan(500);
  expect(width).toBeLessThanOrEqual(ROOM);
  expect(screen.getByText("Account")).toBeVisible();
  expect(screen.queryByText("User id")).toBeNull();
});
