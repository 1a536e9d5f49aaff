import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { OrderDetail } from "./order-detail";

const session = { access_token: "t", account_id: "acc", user: { user_id: "u", roles: [] } };

const ORDER = {
  order_id: "one",
  symbol: "AAPL",
  side: "buy",
  type: "limit",
  quantity: "10",
  filled_quantity: "4",
  limit_price: "150.00",
  status: "partially_filled",
  created_at: "2026-11-20T15:00:00Z",
  time_in_force: "day",
  order_class: "simple",
  replaces: null,
  replaced_by: null,
  parent_id: null,
  legs: null,
  fills: [
    {
      fill_id: "f",
      quantity: "4",
      price: "149.5",
      bid: "149.49",
      ask: "149.51",
      fee: "0.02",
      counterparty: "market",
      created_at: "2026-11-20T15:00:01Z",
    },
  ],
};

const REFUSED = {
  ...ORDER,
  status: "rejected",
  fills: [],
  rejection_reason: "insufficient_buying_power",
  rejection_rule: "It needs 1,500.00 and 12.00 are left.",
  rejected_by: "risk",
};

describe("an order in full", { timeout: 60_000 }, () => {
  const user = userEvent.setup({ delay: null });
  let asked: string[];

  beforeEach(() => {
    asked = [];
    useSession.setState({ session: session as unknown as Session, renewAt: Date.now() + 900_000 });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    queries.clear();
  });

  function show(order: object, address = "/") {
    vi.stubGlobal("fetch", async (request: Request) => {
      const { pathname } = new URL(request.url);
      asked.push(`${request.method} ${pathname}`);
      return Response.json(pathname.endsWith("/events") ? { items: [] } : order);
    });
    const history = createMemoryHistory({ initialEntries: [address] });
    const root = createRootRoute();
    const child = (path: string, component: () => ReactNode) =>
      createRoute({ getParentRoute: () => root, path, component });
    const routeTree = root.addChildren([
      child("/", () => <OrderDetail orderId="one" />),
      child("/orders/$orderId", () => <OrderDetail />),
    ]);
    const router = createRouter({ routeTree, history });
    render(
      <QueryClientProvider client={queries}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>,
    );
  }

  it("shows each fill, with the market at that moment", async () => {
    show(ORDER);
    expect(await screen.findByText("149.49 / 149.51")).toBeVisible();
    expect(screen.getByText("$0.02")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says which rule refused it and by whom, and offers no cancel", async () => {
    show(REFUSED);
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("It needs 1,500.00 and 12.00 are left.");
    expect(alert).toHaveTextContent("insufficient_buying_power");
    expect(alert).toHaveTextContent("risk");
    expect(screen.queryByText("Cancel the order")).toBeNull();
  });

  it("cancels a living order once, after it has asked", async () => {
    show(ORDER);
    await user.click(await screen.findByText("Cancel the order"));
    expect(asked).not.toContain("DELETE /api/orders/one");
    const [, sure] = await screen.findAllByText("Cancel the order");
    await user.click(sure as HTMLElement);
    await waitFor(() => expect(asked.filter((one) => one.startsWith("DELETE"))).toHaveLength(1));
  });

  it("leads from beside the blotter to its own page, not back to where it is", async () => {
    show(ORDER);
    expect(await screen.findByText("Its own page")).toHaveAttribute("href", "/orders/one");
    expect(screen.queryByText("Workspace")).toBeNull();
  });

  const RELATED = { ...ORDER, replaced_by: "two", legs: [{ ...ORDER, order_id: "leg" }] };

  it("leads to orders that belong to it without leaving the workspace", async () => {
    show(RELATED, "/?symbol=AAPL&order=one");
    await user.click(await screen.findByText("two…"));
    expect(screen.getByText("two…")).toHaveAttribute("href", "/?symbol=AAPL&order=two");
    expect(screen.getByText("limit", { selector: "a" }).getAttribute("href")).toContain(
      "order=leg",
    );
    expect(screen.getByText("Its own page")).toBeVisible();
  });

  it("leads from its own page to theirs", async () => {
    show(RELATED, "/orders/one");
    expect(await screen.findByText("two…")).toHaveAttribute("href", "/orders/two");
    expect(screen.getByText("Workspace")).toBeVisible();
  });
});
