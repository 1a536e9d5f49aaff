import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { preferences, setPreference, useIsLoaded } from "@/state/preferences";
import { hide, show, useOverlay } from "./overlays";
import { useFirstTour } from "./shell/first-tour";
import Tour from "./tour";

/** As in the shell: it is there while it is the window that is open. */
function Shell() {
  const isOpen = useOverlay(({ open }) => open === "tour");
  return (
    <>
      {PARTS.map((part) => (
        <div key={part} data-tour={part} />
      ))}
      {isOpen && <Tour />}
    </>
  );
}

const PARTS = ["Watchlist", "ChartPanel", "Ticket", "Blotter", "user-menu"];
const marked = () =>
  [...document.querySelectorAll<HTMLElement>("[data-tour-on]")].map(({ dataset }) => dataset.tour);
const tour = () => screen.queryByRole("complementary", { name: "Tour" });

describe("the tour", { timeout: 30_000 }, () => {
  const user = userEvent.setup({ delay: null });
  const press = (name: string) => user.click(screen.getByRole("button", { name }));

  beforeEach(() => {
    localStorage.clear();
    setPreference("isTourDone", false);
    show("tour");
    render(<Shell />);
  });

  it("shows five parts one after the other, and is done after the last", async () => {
    const seen: (string | undefined)[] = [];
    for (let step = 1; step <= PARTS.length; step += 1) {
      expect(screen.getByText(`Step ${step} of 5`)).toBeVisible();
      expect(marked()).toHaveLength(1);
      seen.push(...marked());
      expect(preferences().isTourDone).toBe(false);
      await press(step < PARTS.length ? "Next" : "Done");
    }
    expect(seen).toEqual(PARTS);
    expect(tour()).toBeNull();
    expect(marked()).toEqual([]);
    expect(preferences().isTourDone).toBe(true);
  });

  it("goes back, but not to before the first", async () => {
    expect(screen.queryByRole("button", { name: "Back" })).toBeNull();
    await press("Next");
    await press("Back");
    expect(screen.getByText("Step 1 of 5")).toBeVisible();
    expect(marked()).toEqual(["Watchlist"]);
  });

  it("is skipped at any step, and that is remembered", async () => {
    await press("Next");
    await press("Skip");
    expect(tour()).toBeNull();
    expect(preferences().isTourDone).toBe(true);
    const kept = JSON.parse(localStorage.getItem("outcry.preferences") ?? "{}");
    expect(kept.document.isTourDone).toBe(true);
  });

  it("ends with Escape as well", async () => {
    screen.getByRole("button", { name: "Next" }).focus();
    await user.keyboard("{Escape}");
    expect(tour()).toBeNull();
    expect(preferences().isTourDone).toBe(true);
  });

  it("begins anew for who takes it again, and stays done", async () => {
    await press("Next");
    await press("Skip");
    act(() => show("tour"));
    expect(screen.getByText("Step 1 of 5")).toBeVisible();
    expect(preferences().isTourDone).toBe(true);
  });
});

describe("the first tour", { timeout: 30_000 }, () => {
  const PAUSE = { timeout: 6_000 };
  const past = () => new Promise((after) => setTimeout(after, 2_500));

  beforeEach(() => {
    hide();
    setPreference("isTourDone", false);
    useIsLoaded.setState({ isLoaded: true });
  });

  function arrive(address: string): void {
    const component = () => {
      useFirstTour();
      return <p>Here</p>;
    };
    const history = createMemoryHistory({ initialEntries: [address] });
    const router = createRouter({
      routeTree: createRootRoute({ component, notFoundComponent: () => null }),
      history,
    });
    render(<RouterProvider router={router as never} />);
  }

  it("begins by itself in the workspace of who has not seen it", async () => {
    arrive("/");
    await waitFor(() => expect(useOverlay.getState().open).toBe("tour"), PAUSE);
  });

  it("waits until it is known whether it was seen elsewhere, and for the workspace", async () => {
    useIsLoaded.setState({ isLoaded: false });
    arrive("/");
    await screen.findByText("Here");
    await past();
    expect(useOverlay.getState().open).toBeUndefined();
  });

  it("does not begin on another page, which has not the parts", async () => {
    arrive("/elsewhere");
    await past();
    expect(useOverlay.getState().open).toBeUndefined();
  });

  it("does not begin again", async () => {
    setPreference("isTourDone", true);
    arrive("/");
    await screen.findByText("Here");
    await past();
    expect(useOverlay.getState().open).toBeUndefined();
  });
});
