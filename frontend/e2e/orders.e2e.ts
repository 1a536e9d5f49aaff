/** All that the ticket offers, entered by its fields and seen in the blotter and at the server. */
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { toExchangeTime } from "@/state/exchange-time";
import { type OrderKind, orderKinds } from "./order-kinds";
import { Api, type Order } from "./support/api";
import { eventually, test } from "./support/browser";
import { signUp } from "./support/people";
import { countAt, rowsOf, showTab } from "./support/tables";
import { fillTicket, progressOf, send, ticketOf } from "./support/ticket";

/** As the blotter writes a price. */
const written = (price: string | null | undefined) => (price ? Number(price).toFixed(2) : "—");
const DAY_MS = 86_400_000;
const LIVING: readonly Order["status"][] = ["new", "partially_filled", "held"];

describe("every kind of order", () => {
  test("is placed as it was entered", { timeout: 600_000 }, async ({ window: { page } }) => {
    const api = await Api.of(await signUp(page));
    const { bid } = await api.get<{ bid: string }>("/api/market/quote/AAPL");
    const { time: now } = await api.get<{ time: string }>("/api/market/clock");
    const kinds = orderKinds({
      at: (times) => String(Number((Number(bid) * times).toFixed(2))),
      tomorrow: toExchangeTime(Date.parse(now) + DAY_MS),
    });
    const placed = new Map<string, OrderKind>();
    for (const kind of kinds) {
      await fillTicket(page, kind.entry);
      const id = await send(page);
      placed.set(id, kind);
      await eventually(() => api.get<Order>(`/api/orders/${id}`)).toMatchObject(kind.order);
      const { legs } = await api.get<Order>(`/api/orders/${id}`);
      expect(legs ?? [], kind.name).toMatchObject(kind.legs ?? []);
    }
    expect(placed.size).toBe(kinds.length);
    await blotterAgrees(page, await api.orders());
  });
});

async function blotterAgrees(page: Page, orders: readonly Order[]): Promise<void> {
  const living = orders.filter(({ status }) => LIVING.includes(status));
  expect(living.length).toBeGreaterThan(8);
  await showTab(page, "Open orders");
  const shown = expect.arrayContaining(living.map(rowOf));
  await page.setViewportSize({ width: 1440, height: 2000 }); // all of them in sight
  await eventually(() => rowsOf(page, "Open orders")).toEqual(shown);
  await showTab(page, "Order history");
  await eventually(() => rowsOf(page, "Order history")).toEqual(
    expect.arrayContaining(orders.map(rowOf)),
  );
}

const rowOf = (order: Order) =>
  expect.objectContaining({
    Symbol: order.symbol,
    Side: order.side === "buy" ? "Buy" : "Sell",
    Type: order.type.replaceAll("_", " "),
    Limit: written(order.limit_price),
    Stop: written(order.stop_price),
    TIF: order.time_in_force,
    Status: order.status.replaceAll("_", " "),
  });

describe("an order that is larger than what is offered", () => {
  test("shows how much of it is filled", async ({ window: { page } }) => {
    const api = await Api.of(await signUp(page));
    await api.deposit("2000000");
    await eventually(() => countAt(page, "Ledger")).toBe(2);
    await page.goto("/?symbol=BTCUSD");
    await showTab(page, "Open orders");
    await fillTicket(page, { texts: { Quantity: "9" } });
    await ticketOf(page).getByRole("button", { name: /^Ask / }).click();
    const id = await send(page);
    const row = { Symbol: "BTCUSD", Status: "partially filled" };
    const working = /^Buy 9 BTCUSD: Working: filled \d\.\d+ of 9 at [\d,.]+/;
    await Promise.all([
      // all at once: more is offered all the time, and on a slow machine one look takes seconds
      eventually(() => rowsOf(page, "Open orders")).toMatchObject([
        { ...row, Filled: expect.stringMatching(/^\d\.\d+ \/ 9$/) },
      ]),
      eventually(() => progressOf(page).textContent()).toMatch(working),
      eventually(() => api.get<Order>(`/api/orders/${id}`)).toMatchObject({
        status: "partially_filled",
      }),
    ]);
  });
});

describe("an order that breaks a rule", () => {
  test("is said so before it is sent, and refused with the reason", async ({
    window: { page },
  }) => {
    await signUp(page);
    await fillTicket(page, { choices: { "Order type": "Market" }, texts: { Quantity: "2000" } });
    const estimate = page.getByRole("region", { name: "Estimate" });
    await estimate.getByText("Not enough buying power.").waitFor();
    await page.getByRole("button", { name: /would be refused/ }).waitFor();
    await send(page);
    const said = /Rejected: Not enough buying power\..+\(buying_power_exceeded\)/;
    await eventually(() => progressOf(page).textContent()).toMatch(said);
    await showTab(page, "Rejections");
    await eventually(() => rowsOf(page, "Rejections")).toMatchObject([
      { Symbol: "AAPL", Quantity: "2,000", Rule: "Not enough buying power" },
    ]);
  });
});
