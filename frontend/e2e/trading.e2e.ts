/** A newcomer's first trade, and all that has to change with it. */
import { describe, expect } from "vitest";
import { Api } from "./support/api";
import { eventually, test } from "./support/browser";
import { signUp } from "./support/people";
import { countAt, figure, rowsOf, showTab } from "./support/tables";
import { fillTicket, progressOf, send } from "./support/ticket";

const HALF_A_ROW = 13;
const MOVES = 8;
const MARKET = { "Order type": "Market" };

describe("a newcomer", () => {
  test("buys at market, and sees fill, position, ledger and cash change", async ({ window }) => {
    const { page } = window;
    const api = await Api.of(await signUp(page));
    const before = await api.portfolio();
    await eventually(() => countAt(page, "Ledger")).toBe(1);

    await fillTicket(page, { choices: MARKET, texts: { Quantity: "10" } });
    await send(page);
    await eventually(() => progressOf(page).textContent()).toMatch(
      /^Buy 10 AAPL: Filled 10 of 10 at/,
    );

    await eventually(() => rowsOf(page, "Positions")).toMatchObject([
      { Symbol: "AAPL", Quantity: "10" },
    ]);
    await showTab(page, "Fills");
    await eventually(() => rowsOf(page, "Fills")).not.toEqual([]);
    const fills = await rowsOf(page, "Fills");
    expect(fills.every((fill) => fill.Symbol === "AAPL" && fill.Side === "Buy")).toBe(true);
    expect(fills.reduce((sum, fill) => sum + Number(fill.Quantity), 0)).toBe(10);

    await showTab(page, "Ledger");
    await eventually(() => countAt(page, "Ledger")).toBe(1 + fills.length);
    const [booked] = await rowsOf(page, "Ledger");
    expect(booked?.Assets).toMatch(/ AAPL$/);
    expect(booked?.Cash).toMatch(/^−\$/);

    const after = await api.portfolio();
    expect(Number(after.cash)).toBeLessThan(Number(before.cash));
    await page.getByRole("link", { name: "Portfolio" }).click();
    await eventually(() => figure(page, "Cash").textContent()).toBe(dollars(after.cash));
  });
});

describe("the ladder", () => {
  test("keeps the spread in its middle while prices move", async ({ window: { page } }) => {
    await signUp(page); // which leaves the mouse above the ladder, before there is one
    const spread = page.getByRole("row", { name: /Spread/ });
    await spread.waitFor();
    const offMiddle = () =>
      spread.evaluate((row) => {
        const frame = row.closest("[data-scroll]")?.getBoundingClientRect();
        const { top, height } = row.getBoundingClientRect();
        return frame ? Math.abs(top + height / 2 - frame.top - frame.height / 2) : Number.NaN;
      });
    await eventually(offMiddle).toBeLessThan(HALF_A_ROW);
    const prices = () => page.locator("[data-rung]").allTextContents();
    for (let moves = 0; moves < MOVES; moves += 1) {
      await eventually(prices).not.toEqual(await prices());
      expect(await offMiddle()).toBeLessThan(HALF_A_ROW);
    }
  });
});

const dollars = (amount: string): string =>
  Number(amount).toLocaleString("en-US", { style: "currency", currency: "USD" });
