import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { Blotter, countOf } from "./blotter";

const session = { access_token: "t", account_id: "acc", user: { user_id: "u", roles: [] } };

const order = (id: string, changes: object) => ({
  order_id: id,
  symbol: "AAPL",
  side: "buy",
  type: "limit",
  quantity: "10",
  filled_quantity: "4",
  limit_price: "150.00",
  average_price: "149.5",
  status: "partially_filled",
  created_at: "2026-11-20T15:00:00Z",
  time_in_force: "day",
  order_class: "simple",
  ...changes,
});

const OPEN = order("one", {});
const REFUSED = order("two", {
  symbol: "IBM",
  status: "rejected",
  filled_quantity: "0",
  rejection_reason: "insufficient_buying_power",
  rejection_rule: "It needs 1,500.00 and 12.00 are left.",
  rejected_by: "risk",
});

const asked: string[] = [];

async function server(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  asked.push(`${request.method} ${pathname}`);
  if (request.method === "DELETE") return Response.json({ ...OPEN, status: "pending_cancel" });
  if (pathname === "/api/portfolio") return Response.json({ positions: [] });
  const status = searchParams.get("status") ?? "all";
  const items = { open: [OPEN], rejected: [REFUSED] }[status] ?? [OPEN, REFUSED];
  const isOrders = pathname === "/api/orders";
  return Response.json({ items: isOrders ? items : [], next_cursor: null });
}

function show(tab: string) {
  const history = createMemoryHistory({ initialEntries: [`/?tab=${tab}`] });
  const router = createRouter({ routeTree: createRootRoute({ component: Blotter }), history });
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return router;
}

describe("the blotter", { timeout: 60_000 }, () => {
  const user = userEvent.setup({ delay: null });

  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("fetch", server);
    useSession.setState({ session: session as unknown as Session, renewAt: Date.now() + 900_000 });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    queries.clear();
  });

  it("says how much of an order has traded, of how much, and at what price", async () => {
    show("orders");
    const grid = await screen.findByLabelText("Open orders");
    for (const text of ["4 / 10", "149.50"])
      expect(await within(grid).findByText(text)).toBeVisible();
  });

  it("opens an order beside itself: by Enter, and by a press on its link", async () => {
    const router = show("orders");
    const grid = await screen.findByLabelText("Open orders");
    await within(grid).findByText("AAPL");
    await user.click(within(grid).getByText("4 / 10"));
    await waitFor(() => expect(router.state.location.search).toMatchObject({ order: "one" }));
    await router.navigate({ to: "/", search: { tab: "orders" } as never });
    screen.getByRole("grid").focus();
    await user.keyboard("{Home}");
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(router.state.location.search).toEqual({ tab: "orders", order: "one" }),
    );
    await router.navigate({ to: "/", search: { tab: "orders" } as never });
    const link = within(grid).getByText("AAPL");
    expect(link).toHaveAttribute("href", "/orders/one");
    await user.click(link);
    await waitFor(() => expect(router.state.location.search).toMatchObject({ order: "one" }));
    expect(router.state.location.pathname).toBe("/");
  });

  it("cancels an order only after it has asked", async () => {
    show("orders");
    await user.click(await screen.findByLabelText(/^Cancel .*AAPL/));
    expect(asked).not.toContain("DELETE /api/orders/one");
    await user.click(await screen.findByText("Cancel the order"));
    await waitFor(() => expect(asked).toContain("DELETE /api/orders/one"));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("keeps what a tab was filtered by, whatever is looked at in between", async () => {
    const router = show("orders");
    await user.type(await screen.findByRole("textbox", { name: "Symbol" }), "ibm");
    await waitFor(() =>
      expect(router.state.location.search).toMatchObject({
        filters: { orders: { symbol: "IBM" } },
      }),
    );
    await user.click(screen.getByRole("tab", { name: /Fills/ }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Symbol" })).toHaveValue(""));
    await user.click(screen.getByRole("tab", { name: /Open orders/ }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Symbol" })).toHaveValue("IBM"));
  });

  it("counts what there is, and says when there is more", () => {
    const rows = Array.from({ length: 100 }, () => 0);
    const list = { rows, hasMore: true, isLoading: false };
    expect(countOf(list)).toBe("100+");
    expect(countOf({ ...list, hasMore: false })).toBe(100);
    expect(countOf({ ...list, isLoading: true })).toBeUndefined();
  });

  it("has the refused orders apart, with the rule that refused them", async () => {
    show("rejections");
    const grid = await screen.findByLabelText("Rejections");
    expect(await within(grid).findByText("It needs 1,500.00 and 12.00 are left.")).toBeVisible();
    expect(within(grid).queryByText("AAPL")).toBeNull();
    expect(within(grid).getByText("IBM")).toBeVisible();
  });
});
