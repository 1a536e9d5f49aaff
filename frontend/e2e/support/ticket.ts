/** The order ticket, filled in and sent as somebody would do it. */
import type { Locator, Page } from "playwright-core";
import { eventually } from "./browser";

/** Fields by their labels. Choices come before texts, since they decide which texts there are. */
export interface Entry {
  readonly side?: "Buy" | "Sell";
  readonly choices?: Readonly<Record<string, string>>;
  readonly radios?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
  readonly checks?: readonly string[];
}

const OUTAGE_MS = 120_000;

export const ticketOf = (page: Page): Locator => page.getByRole("form", { name: "Order ticket" });

export async function fillTicket(page: Page, entry: Entry): Promise<void> {
  const ticket = ticketOf(page);
  await page.getByRole("button", { name: "Clear the ticket" }).click();
  await ticket.getByRole("radio", { name: entry.side ?? "Buy", exact: true }).check();
  for (const [label, option] of Object.entries(entry.choices ?? {}))
    await ticket.getByLabel(label, { exact: true }).selectOption({ label: option });
  for (const radio of entry.radios ?? [])
    await ticket.getByRole("radio", { name: radio, exact: true }).check();
  await unfold(ticket, entry);
  for (const [label, text] of Object.entries(entry.texts ?? {}))
    await ticket.getByLabel(label, { exact: true }).fill(text);
  for (const label of entry.checks ?? []) await ticket.getByLabel(label, { exact: true }).check();
}

/** What is seldom used is folded away. */
async function unfold(ticket: Locator, { checks, texts }: Entry): Promise<void> {
  const isFolded = checks?.length || Object.keys(texts ?? {}).some((one) => /iceberg/.test(one));
  const more = ticket.locator("details");
  if (isFolded && (await more.getAttribute("open")) === null) await more.locator("summary").click();
}

/** Sends what the ticket says and says yes to its question; the id of the order that came of it. */
export async function send(page: Page): Promise<string> {
  const ticket = ticketOf(page);
  const before = await sentId(page);
  await ticket.getByRole("button", { name: /^(Buy|Sell) [\d$.]/ }).click();
  await sayYes(page);
  let id = "";
  await eventually(async () => {
    id = await sentId(page);
    return id !== "" && id !== before;
  }).toBe(true);
  return id;
}

/** The same where servers fail: what is not known to have arrived is sent again, as the page says. */
export async function sendUntilPlaced(page: Page): Promise<string> {
  const before = await sentId(page);
  await ticketOf(page)
    .getByRole("button", { name: /^Buy \d/ })
    .click();
  await sayYes(page);
  const again = page.getByRole("button", { name: "Send it again" });
  let id = "";
  await eventually(async () => {
    if (await again.isVisible()) await again.click();
    id = await sentId(page);
    return id !== "" && id !== before;
  }, OUTAGE_MS).toBe(true);
  return id;
}

async function sayYes(page: Page): Promise<void> {
  const question = page.getByRole("dialog", { name: /\?$/ }); // and not a toast
  const slip = question.getByLabel("Yes, I mean that");
  await question.waitFor();
  if (await slip.isVisible()) await slip.check();
  await question.getByRole("button", { name: /^(Buy|Sell) / }).click();
  await question.waitFor({ state: "hidden" });
}

/** Which order the ticket tells of; "" before the first. */
async function sentId(page: Page): Promise<string> {
  const link = ticketOf(page).getByRole("link", { name: "Details" });
  const [href] = await link.evaluateAll((found) => found.map((one) => one.getAttribute("href")));
  return href?.split("/").at(-1) ?? "";
}

/** What became of the order that was sent last, as the ticket says it. */
export const progressOf = (page: Page): Locator =>
  ticketOf(page).getByRole("status").filter({ hasText: "Details" });
