import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { useSession } from "@/api/session";
import { connection } from "@/live/connection";
import { setPreference } from "@/state/preferences";
import { change, prefill, reset } from "./form-store";
import { dismiss } from "./submission";
import { Ticket } from "./ticket";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="/orders">{children}</a>,
}));

const PREVIEW = { side: "buy", quantity: "10", legs: [], expected: null, fee_bound: "0" };
const VERDICT = {
  would_be_approved: true,
  quantity: "10",
  cost: "1",
  holds_buying_power: "1",
  holds_shares: "0",
  buying_power_afterwards: "1",
  broken: [],
};

let posted: [string, Record<string, unknown>][];
/** How each estimate is answered, in the order in which they are asked. */
let waiting: ((after: string) => void)[];

const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

async function server(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  if (request.method === "POST") posted.push([path, await request.clone().json()]);
  if (path === "/api/orders/preview") return answer(PREVIEW);
  if (path === "/api/orders" && request.method === "POST")
    return answer({ order_id: "o-1", account_id: "a-1", status: "new", symbol: "IBM" }, 201);
  if (path === "/api/risk/estimate")
    return new Promise((resolve, reject) => {
      request.signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      waiting.push((after) => resolve(answer({ ...VERDICT, buying_power_afterwards: after })));
    });
  if (path === "/api/orders/o-1")
    return answer({
      order_id: "o-1",
      side: "buy",
      symbol: "IBM",
      status: "new",
      filled_quantity: "0",
    });
  if (path.startsWith("/api/market/instruments/"))
    return answer({ symbol: "IBM", asset_class: "stock", tick_size: "0.01" });
  return answer({ items: [], shares: [], next_cursor: null });
}

const placed = () => posted.filter(([path]) => path === "/api/orders");
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(async () => {
  vi.useFakeTimers();
  posted = [];
  waiting = [];
  vi.stubGlobal("fetch", server);
  const session = { access_token: "t", expires_in: 900, account_id: "a-1", user: {} };
  useSession.setState({ session: session as never, renewAt: Date.now() + 1e9 });
  connection.setState({ state: "live" });
  dismiss();
  reset();
  render(
    <QueryClientProvider client={queries}>
      <Ticket />
    </QueryClientProvider>,
  );
  await pass(10);
});

afterEach(() => {
  cleanup();
  setPreference("unconfirmed", []);
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const fill = () => act(() => change({ type: "market", size: "10" }));
const button = () => screen.getByRole("button", { name: /^Buy (10 )?\w+/ });

describe("the ticket", () => {
  it("sends nothing when Enter is pressed in a field", async () => {
    setPreference("unconfirmed", ["market"]);
    fill();
    const field = screen.getByLabelText("Quantity");
    fireEvent.keyDown(field, { key: "Enter" });
    fireEvent.submit(screen.getByRole("form", { name: "Order ticket" }));
    await pass(100);
    expect(placed()).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
    for (const one of screen.getAllByRole("button")) expect(one).toHaveAttribute("type", "button");
  });

  it("asks before it sends, and sends what was asked about", async () => {
    fill();
    fireEvent.click(button());
    const dialog = screen.getByRole("dialog");
    expect(placed()).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: /^Buy 10/ }));
    await pass(100);
    expect(placed()).toHaveLength(1);
    expect(placed()[0]?.[1]).toMatchObject({ type: "market", quantity: "10", side: "buy" });
  });

  it("asks with the estimate of exactly what it sends", async () => {
    fill();
    fireEvent.click(button());
    await pass(50);
    expect(waiting).toHaveLength(1);
    act(() => change({ size: "20" }));
    await pass(400);
    expect(waiting).toHaveLength(2);
    waiting[0]?.("111");
    waiting[1]?.("222");
    await pass(100);
    const dialog = within(screen.getByRole("dialog", { name: /^Buy 10 / }));
    expect(dialog.getByText("$111.00")).toBeInTheDocument();
    expect(dialog.queryByText("$222.00")).toBeNull();
  });

  it("does not ask where its owner does not want that", async () => {
    setPreference("unconfirmed", ["market"]);
    fill();
    fireEvent.click(button());
    await pass(2000);
    expect(placed()).toHaveLength(1);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText(/Working: it waits for its price/)).toBeInTheDocument();
  });

  it("takes over what is drafted and sends nothing of it", async () => {
    setPreference("unconfirmed", ["limit"]);
    act(() => prefill({ side: "buy", type: "limit", limit_price: "12.50", quantity: "3" }));
    await pass(2000);
    expect(screen.getByLabelText("Limit price")).toHaveValue("12.50");
    expect(placed()).toEqual([]);
  });

  it("says what is missing when somebody tries, and not before", async () => {
    act(() => change({ type: "limit" }));
    expect(screen.queryByText("Say how many shares.")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: /^Buy \w+/ }));
    expect(screen.getByText("Say how many shares.")).toBeInTheDocument();
    expect(screen.getByText("Say a limit price.")).toBeInTheDocument();
    expect(posted).toEqual([]);
  });

  it("shows the estimate of the newest form, whichever answer comes last", async () => {
    fill();
    await pass(400);
    expect(waiting).toHaveLength(1);
    act(() => change({ size: "20" }));
    await pass(400);
    expect(waiting).toHaveLength(2);
    waiting[1]?.("222");
    await pass(50);
    expect(screen.getByText("$222.00")).toBeInTheDocument();
    waiting[0]?.("111");
    await pass(50);
    expect(screen.queryByText("$111.00")).toBeNull();
    expect(screen.getByText("$222.00")).toBeInTheDocument();
  });

  it("asks for no estimate while somebody types", async () => {
    for (const size of ["1", "12", "123"]) {
      act(() => change({ type: "market", size }));
      await pass(100);
    }
    expect(posted).toEqual([]);
    await pass(300);
    expect(posted.map(([path]) => path)).toEqual(["/api/orders/preview", "/api/risk/estimate"]);
    expect(posted[0]?.[1]).toMatchObject({ quantity: "123" });
    expect(posted[1]?.[1]).toEqual(PREVIEW);
  });

  it("says on the button that the line is down", async () => {
    fill();
    act(() => connection.setState({ state: "reconnecting" }));
    expect(button()).toHaveTextContent("not connected");
    expect(screen.getByText(/live connection is down/)).toBeInTheDocument();
  });
});
