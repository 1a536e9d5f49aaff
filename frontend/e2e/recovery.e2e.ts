/** Each service is killed while somebody trades. The page goes on, and shows all that happened. */
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { Api } from "./support/api";
import { eventually, test } from "./support/browser";
import { kill, OUTAGE, SERVICES } from "./support/outage";
import { signUp } from "./support/people";
import { countAt, rowsOf } from "./support/tables";
import { fillTicket, sendUntilPlaced } from "./support/ticket";

const SETTLED_MS = 90_000;

describe("a page whose servers are killed", () => {
  test("has nothing missing afterwards", { timeout: 1_500_000 }, async ({ window }) => {
    const { page } = window;
    window.tolerated.push(OUTAGE);
    const api = await Api.of(await signUp(page));
    await fillTicket(page, { choices: { "Order type": "Market" }, texts: { Quantity: "1" } });
    const placed = new Set<string>();
    for (const service of SERVICES) {
      placed.add(await sendUntilPlaced(page));
      const back = kill(service);
      placed.add(await sendUntilPlaced(page));
      await back();
      await page
        .getByRole("button", { name: /^Connection: Live/ })
        .waitFor({ timeout: SETTLED_MS });
      await agrees(page, api, placed);
    }
    expect(placed.size).toBe(SERVICES.length * 2);
  });
});

/** Each order was placed once and has filled; and the page, never loaded anew, shows all of it. */
async function agrees(page: Page, api: Api, placed: ReadonlySet<string>): Promise<void> {
  const filled = async () =>
    (await api.orders()).filter(({ status }) => status === "filled").map((one) => one.order_id);
  await eventually(async () => new Set(await filled()), SETTLED_MS).toEqual(placed);
  const booked = async () => (await api.portfolio()).positions[0]?.quantity;
  await eventually(booked, SETTLED_MS).toBe(String(placed.size));
  const shown = async () => ({
    positions: (await rowsOf(page, "Positions")).map((row) => row.Quantity),
    open: await countAt(page, "Open orders"),
    fills: await countAt(page, "Fills"),
    history: await countAt(page, "Order history"),
    ledger: await countAt(page, "Ledger"),
  });
  await eventually(shown, SETTLED_MS).toEqual({
    positions: [String(placed.size)],
    open: 0,
    fills: placed.size,
    history: placed.size,
    ledger: placed.size + 1, // and the first deposit
  });
}
