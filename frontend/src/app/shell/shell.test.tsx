import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { router } from "../router";

const PROBLEM = { code: "session_over", detail: "Sign in again.", status: 401 };

const MOST = 20;

describe("the shell", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("leads whose session is over to the sign-in page, once, and knows the way back", async () => {
    vi.stubGlobal("fetch", async () => Response.json(PROBLEM, { status: 401 }));
    const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const go = router.navigate;
    const navigate = vi.spyOn(router, "navigate").mockImplementation(async (to) => {
      if (navigate.mock.calls.length > MOST) throw new Error("It goes round and round.");
      await go(to as Parameters<typeof go>[0]);
    });
    window.history.replaceState(null, "", "/portfolio?x=1");
    render(
      <StrictMode>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    );
    await screen.findByRole("heading", { name: "Sign in" }, { timeout: 15_000 });
    expect(router.state.location.pathname).toBe("/sign-in");
    expect(router.state.location.search).toEqual({ next: "/portfolio?x=1" });
    expect(navigate).toHaveBeenCalledOnce();
    expect(complaints).not.toHaveBeenCalled();
  });
});
