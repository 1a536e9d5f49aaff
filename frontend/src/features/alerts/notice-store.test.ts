// @vitest-environment jsdom: what it tests is kept in the browser
import { expect, it } from "vitest";
import { useSession } from "@/api/session";
import { keepFor, note, useNotices } from "./notice-store";
import type { Notice } from "./notices";

const notice = (id: string) => ({ id, at: "2026-11-20T15:00:00Z" }) as Notice;

it("forgets what a user was told when he signs out, and nothing that a visitor was told", () => {
  useSession.setState({ session: null });
  note([notice("of a visitor")]);
  useSession.setState({ session: null });
  expect(useNotices.getState().notices).toHaveLength(1);
  useSession.setState({ session: { user: { user_id: "u-1" } } as never });
  keepFor("u-1");
  note([notice("of u-1")]);
  expect(localStorage.getItem("outcry.notices")).toContain("of u-1");
  useSession.setState({ session: null });
  expect(useNotices.getState()).toMatchObject({ userId: "", notices: [] });
  expect(localStorage.getItem("outcry.notices")).not.toContain("u-1");
});
