// `make bench-web`: how fast the terminal is in headless Chromium, each figure beside a baseline that
// was measured in the same minute. Settings: SECONDS of ticks, OUTCRY_ORIGIN, CHROMIUM.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { line } from "./figures.mjs";
import { scrolling } from "./scrolling.mjs";
import { openSource } from "./source.mjs";
import { ticking } from "./ticking.mjs";

const STACK = process.env.OUTCRY_ORIGIN ?? "http://localhost:8080";
const SECONDS = Number(process.env.SECONDS || 300);
const TALL = { width: 1440, height: 1500 }; // all fifty rows are in sight

/** The demo trader's login: of this process, or of the stack that is kept in this folder. */
function login() {
  const { AUTH_DEMO_EMAIL: email, AUTH_DEMO_PASSWORD: password } = process.env;
  if (email && password) return { email, password };
  const text = readFileSync(`${import.meta.dirname}/../../../.env`, "utf8");
  const of = (name) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1];
  return { email: of("AUTH_DEMO_EMAIL"), password: of("AUTH_DEMO_PASSWORD") };
}

async function openTerminal(browser, origin) {
  const context = await browser.newContext({ viewport: TALL, serviceWorkers: "block" });
  const answer = await context.request.post(`${origin}/api/auth/login`, {
    data: login(),
    headers: { Origin: origin },
  });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
  const page = await context.newPage();
  page.on("pageerror", (error) => process.stderr.write(`the page failed: ${error}\n`));
  await page.goto(origin);
  await page.locator("[role=grid][aria-label^=Watchlist]").waitFor({ timeout: 120_000 });
  return page;
}

async function openBare(browser, origin) {
  const page = await (await browser.newContext({ viewport: TALL })).newPage();
  await page.goto(`${origin}/bench`);
  return page;
}

const source = await openSource(STACK);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--enable-precise-memory-info"];
const browser = await chromium.launch({ executablePath, args });
try {
  const terminal = await openTerminal(browser, source.origin);
  const bare = await openBare(browser, source.origin);
  line("", "terminal", "baseline", "ratio");
  await ticking({ terminal, bare, ticks: source.ticks, seconds: SECONDS });
  await scrolling({ terminal });
} finally {
  await browser.close();
  source.server.close();
  source.server.closeAllConnections();
}
