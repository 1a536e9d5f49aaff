/**
 * A picture of every page on a desk, a tablet and a phone, to be looked at by people:
 * `make screenshots` while a stack runs. Pages of traders as somebody who has just traded.
 */
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { test } from "./support/browser";
import { given } from "./support/origin";
import { signIn, signUp } from "./support/people";
import { administrator, INSIDE, OF_ADMINS, OUTSIDE, trade, visit } from "./support/places";

const FOLDER = given("SCREENSHOTS", `${import.meta.dirname}/pictures/pages`);
const SIZES = [
  { width: 1440, height: 900 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
];
/** What a phone shows one at a time. */
const VIEWS = ["/?view=chart", "/?view=trade"];
const PAINT_MS = 700;
const LONG = { timeout: 900_000 };

describe("pictures", () => {
  test("of where nobody is signed in", LONG, async ({ window: { page } }) => {
    await take(page, OUTSIDE);
  });

  test("of a trader's pages", LONG, async ({ window: { page } }) => {
    const orderId = await trade(await signUp(page));
    await take(page, [...INSIDE, ...VIEWS, `/orders/${orderId}`]);
  });

  test("of an administrator's pages", LONG, async ({ window: { page } }) => {
    await signIn(page, administrator());
    await take(page, OF_ADMINS);
  });
});

async function take(page: Page, paths: readonly string[]): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const wide: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const path of paths) {
      await visit(page, path);
      await page.waitForTimeout(PAINT_MS); // a chart is painted after its data are there
      await page.screenshot({ path: `${FOLDER}/${nameOf(path)}-${size.width}.png` });
      if (await isTooWide(page)) wide.push(`${path} at ${size.width}`);
    }
  }
  expect(wide, "pages that scroll sideways").toEqual([]);
}

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const whole = [...document.querySelectorAll("main, .panel-head")];
    return scrollWidth > clientWidth || whole.some((one) => one.scrollWidth > one.clientWidth);
  });

const nameOf = (path: string): string =>
  path
    .replace(/orders\/.*/, "order")
    .replaceAll(/\W+/g, "-")
    .replace(/^-/, "") || "workspace";
