/** No pointer at all: an account is opened, an order placed, another one canceled. */
import type { Page } from "playwright-core";
import { describe } from "vitest";
import { Api } from "./support/api";
import { eventually, test } from "./support/browser";
import { stranger } from "./support/people";
import { countAt } from "./support/tables";
import { progressOf, ticketOf } from "./support/ticket";

const STOPS_MAX = 120;

describe("the keyboard alone", () => {
  test("is enough to trade", async ({ window: { page } }) => {
    const { keyboard } = page;
    const person = stranger();
    await page.goto("/sign-up");
    await tabTo(page, "E-mail");
    await keyboard.type(person.email);
    await tabTo(page, "Password");
    await keyboard.type(person.password);
    await keyboard.press("Enter");
    await ticketOf(page).waitFor();
    await page.getByRole("complementary", { name: "Tour" }).waitFor();
    await tabTo(page, "Skip");
    await keyboard.press("Enter");

    await keyboard.press("m");
    await tabTo(page, "Quantity");
    await keyboard.type("5");
    await keyboard.press("Control+Enter");
    await page.getByRole("dialog", { name: "Buy 5 AAPL?" }).waitFor();
    await tabTo(page, "Buy 5 AAPL");
    await keyboard.press("Enter");
    await eventually(() => progressOf(page).textContent()).toMatch(/^Buy 5 AAPL: Filled 5 of 5/);

    const api = await Api.of(person);
    await limitOrder(page);
    await eventually(() => countAt(page, "Open orders")).toBe(1);
    await tabTo(page, "Skip to the content"); // out of the field: letters are keys again
    await keyboard.press("x");
    await tabTo(page, "Cancel the order");
    await keyboard.press("Enter");
    await eventually(async () => (await api.orders())[0]?.status).toBe("canceled");
    await eventually(() => countAt(page, "Open orders")).toBe(0);
  });
});

/** Far from the market, with arrows; and so with a question about that. */
async function limitOrder(page: Page): Promise<void> {
  const { keyboard } = page;
  await tabTo(page, "Order type");
  await keyboard.type("Limit");
  await tabTo(page, /^Bid /);
  await keyboard.press("Enter");
  await tabTo(page, "Limit price", "Shift+Tab");
  for (let dime = 0; dime < 20; dime += 1) await keyboard.press("Shift+ArrowDown");
  await keyboard.press("Control+Enter");
  await page.getByRole("dialog", { name: "Buy 5 AAPL?" }).waitFor();
  await tabTo(page, "Buy 5 AAPL");
  await keyboard.press("Enter");
}

/** Tab, until what is called so has the focus. */
async function tabTo(page: Page, name: string | RegExp, key = "Tab"): Promise<void> {
  const seen: string[] = [];
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press(key);
    const focused = await nameOfFocused(page);
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
    seen.push(focused);
  }
  throw new Error(`${key} does not lead to ${name}, but to: ${seen.join(" | ")}`);
}

function nameOfFocused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: focused } = document;
    if (!(focused instanceof HTMLElement)) return "";
    const label = focused instanceof HTMLInputElement || focused instanceof HTMLSelectElement;
    const named = label ? focused.labels?.[0]?.textContent : undefined;
    const text = named ?? focused.getAttribute("aria-label") ?? focused.textContent;
    return text.replace(/\s+/g, " ").trim();
  });
}
