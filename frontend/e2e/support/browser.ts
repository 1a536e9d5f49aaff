/** Headless Chromium, and windows in it that note what goes wrong in their pages. */
import { mkdirSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { given, ORIGIN } from "./origin";

const PICTURES = `${import.meta.dirname}/../pictures`;
const DESK = { width: 1440, height: 900 };
export const PATIENCE_MS = 30_000;

/** Nobody is signed in at first, and the page has to ask; that is no failure. */
const EXPECTED = /status of 401/;

export interface Window {
  readonly context: BrowserContext;
  /** A test may go on in another tab. */
  page: Page;
  /** What the page complained of: exceptions, and errors in its console. */
  readonly complaints: string[];
  /** Complaints that a test provokes. */
  readonly tolerated: RegExp[];
}

interface Fixtures {
  browser: Browser;
  window: Window;
}

/** A test with a window of its own. At its end there is a picture of it, and no complaint. */
export const test = base.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest wants to see what is asked for
    async ({}, use) => {
      const browser = await launch();
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  window: async ({ browser, task }, use) => {
    const window = await openWindow(browser);
    await use(window);
    mkdirSync(PICTURES, { recursive: true });
    const name = task.name.replaceAll(/\W+/g, "-");
    await window.page.screenshot({ path: `${PICTURES}/${name}.png` });
    await window.context.close();
    const isUnexpected = (text: string) => !window.tolerated.some((one) => one.test(text));
    expect(window.complaints.filter(isUnexpected)).toEqual([]);
  },
});

export function launch(): Promise<Browser> {
  const executablePath = given("CHROMIUM", "/usr/bin/chromium");
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

export async function openWindow(browser: Browser, viewport = DESK): Promise<Window> {
  const context = await browser.newContext({ viewport, baseURL: ORIGIN });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  const page = await openTab(context, complaints);
  return { context, page, complaints, tolerated: [] };
}

export async function openTab(context: BrowserContext, complaints: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !EXPECTED.test(text)) complaints.push(text);
  });
  return page;
}

/** Until `look` finds what is wanted; what it found last is in the failure. */
export function eventually<T>(look: () => Promise<T> | T, timeout = PATIENCE_MS) {
  return expect.poll(look, { timeout, interval: 250 });
}
