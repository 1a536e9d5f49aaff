/** WCAG 2.2 AA, as far as axe can tell: every page in every theme. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { test } from "./support/browser";
import { signIn, signUp } from "./support/people";
import { administrator, INSIDE, OF_ADMINS, OUTSIDE, trade, visit } from "./support/places";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const THEMES = ["dark", "light", "contrast"];
const LONG = { timeout: 900_000 };

describe("axe finds nothing", () => {
  test("where nobody is signed in", LONG, async ({ window: { page } }) => {
    expect(await foundOn(page, OUTSIDE)).toEqual([]);
  });

  test("on a trader's pages", LONG, async ({ window: { page } }) => {
    const orderId = await trade(await signUp(page));
    expect(await foundOn(page, [...INSIDE, `/orders/${orderId}`])).toEqual([]);
  });

  test("on an administrator's pages", LONG, async ({ window: { page } }) => {
    await signIn(page, administrator());
    expect(await foundOn(page, OF_ADMINS)).toEqual([]);
  });
});

async function foundOn(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await visit(page, path);
    for (const theme of THEMES) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name; // as the settings do
      }, theme);
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      for (const { id, nodes } of violations)
        for (const { html, failureSummary } of nodes)
          found.push(`${path} (${theme}) ${id}: ${html.slice(0, 200)} ${failureSummary}`);
    }
  }
  return found;
}
