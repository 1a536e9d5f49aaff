/** One line to the server for all tabs, and a session that outlives its token. */
import { describe, expect } from "vitest";
import { Api } from "./support/api";
import { eventually, openTab, test } from "./support/browser";
import { signUp } from "./support/people";
import { countAt, rowsOf, showTab } from "./support/tables";
import { fillTicket, progressOf, send, ticketOf } from "./support/ticket";

const market = (shares: string) => ({
  choices: { "Order type": "Market" },
  texts: { Quantity: shares },
});
/** Two tabs store preferences at once: the later one reads them anew and tries again. */
const BOTH_STORED = /412 \(Precondition Failed\)/;
const EXPIRED = { code: "not_signed_in", detail: "the access token has expired", status: 401 };

describe("two tabs", () => {
  test("share one connection, and both see a fill", async ({ window }) => {
    const { page, context, complaints } = window;
    window.tolerated.push(BOTH_STORED);
    const tickets: string[] = []; // each connection needs one
    context.on("request", (request) => {
      if (request.url().endsWith("/api/stream/ticket")) tickets.push(request.url());
    });
    const api = await Api.of(await signUp(page));
    const connection = (one: typeof page) => one.getByRole("button", { name: /^Connection: Live/ });
    await connection(page).waitFor();
    const second = await openTab(context, complaints);
    await second.goto("/");
    await ticketOf(second).waitFor();
    await connection(second).waitFor();
    expect(tickets).toHaveLength(1);

    for (const tab of [page, second]) await showTab(tab, "Fills");
    await fillTicket(page, market("4"));
    await send(page);
    for (const tab of [page, second])
      await eventually(() => rowsOf(tab, "Fills")).toMatchObject([{ Quantity: "4" }]);

    await page.close(); // what the other tab needs does not go with it
    await api.place({ symbol: "AAPL", side: "buy", type: "market", quantity: "3" });
    await eventually(() => rowsOf(second, "Fills")).toMatchObject([
      { Quantity: "3" },
      { Quantity: "4" },
    ]);
    window.page = second;
  });
});

describe("a session", () => {
  test("goes on when its token is not taken any more", async ({ window: { page } }) => {
    await signUp(page);
    let expired = "";
    let refreshes = 0;
    await page.route("**/api/**", async (route) => {
      const request = route.request();
      if (request.url().endsWith("/api/auth/refresh")) refreshes += 1;
      const token = (await request.allHeaders()).authorization ?? "";
      expired ||= token;
      if (token !== "" && token === expired)
        await route.fulfill({
          status: 401,
          json: EXPIRED,
          contentType: "application/problem+json",
        });
      else await route.continue();
    });
    await fillTicket(page, market("6"));
    await send(page);
    await eventually(() => progressOf(page).textContent()).toMatch(/^Buy 6 AAPL: Filled 6 of 6/);
    expect(expired).not.toBe("");
    expect(refreshes).toBe(1);
    await showTab(page, "Fills");
    await eventually(() => countAt(page, "Fills")).toBe(1);
    await page.reload(); // and the cookie still tells who it is
    await showTab(page, "Positions");
    await eventually(() => rowsOf(page, "Positions")).toMatchObject([{ Quantity: "6" }]);
  });
});
