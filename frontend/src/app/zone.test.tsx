import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { setPreference } from "@/state/preferences";
import { dateTime } from "@/ui/format";
import { Page } from "./page";

vi.mock("@tanstack/react-router", () => ({ useRouterState: () => "/" }));
afterEach(() => setPreference("timeZone", "exchange"));

const Fill = () => <p>{dateTime("2026-11-20T14:30:05Z")}</p>;

test("every time of a page is of the zone that was chosen, and at once of the next", () => {
  const local = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
  render(
    <Page title="Fills">
      <Fill />
    </Page>,
  );
  expect(screen.getByText(/9:30:05/)).toBeInTheDocument();
  act(() => setPreference("timeZone", "local"));
  const there = local.format(new Date("2026-11-20T14:30:05Z"));
  expect(screen.getByText(new RegExp(there))).toBeInTheDocument();
});
