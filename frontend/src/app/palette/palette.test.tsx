import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { useDraft } from "@/state/draft";
import Palette from "./palette";

const HERE = [{ symbol: "AAPL", name: "Apple Inc.", exchange: "NASDAQ" }];
const HITS = [
  { instrument: { symbol: "AA", name: "Alcoa", exchange: "NYSE" }, match: "symbol", ticks: false },
  { instrument: { symbol: "QX", name: "Else", exchange: "NYSE" }, match: "similar", ticks: false },
];

let search: () => Promise<Response>;

const session = { access_token: "t", account_id: "acc", user: { user_id: "u", roles: [] } };

beforeEach(() => {
  useSession.setState({ session: session as unknown as Session, renewAt: Date.now() + 900_000 });
  vi.stubGlobal("fetch", (request: Request) =>
    new URL(request.url).pathname.endsWith("/search")
      ? search()
      : Promise.resolve(Response.json(HERE)),
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
  useSession.setState({ session: undefined, renewAt: 0 });
  queries.clear();
  useDraft.setState(useDraft.getInitialState());
});

async function show(): Promise<HTMLElement> {
  const history = createMemoryHistory({ initialEntries: ["/"] });
  const router = createRouter({ routeTree: createRootRoute({ component: Palette }), history });
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return await screen.findByPlaceholderText("Symbol, page or action…", {}, { timeout: 20_000 });
}

test("finds what has no prices here too, the best first", { timeout: 60_000 }, async () => {
  search = async () => Response.json(HITS);
  await userEvent.type(await show(), "aa");
  expect(await screen.findByText("Alcoa", {}, { timeout: 5_000 })).toBeVisible();
  const [first] = screen.getAllByRole("option");
  expect(first).toHaveTextContent("Alcoa");
  expect(first).toHaveTextContent("no prices here");
  expect(screen.getByText("Apple Inc.")).toBeVisible();
  expect(await screen.findByText("Else")).toBeVisible();
});

test("understands an order before the server has answered", { timeout: 60_000 }, async () => {
  search = () => new Promise(() => undefined);
  await userEvent.type(await show(), "buy appl");
  await userEvent.click(await screen.findByText("Buy AAPL", {}, { timeout: 5_000 }));
  expect(useDraft.getState().prefill).toMatchObject({ side: "buy", symbol: "AAPL" });
});
