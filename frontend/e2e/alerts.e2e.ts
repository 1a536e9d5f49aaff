/** Prices are watched by the server: for a page that is open, and for who is away. */
import { describe } from "vitest";
import type { components } from "@/api/generated/risk";
import { Api } from "./support/api";
import { eventually, test } from "./support/browser";
import { signUp } from "./support/people";
import { rowsOf } from "./support/tables";

type Alerts = components["schemas"]["AlertsResponse"];
const NEXT_TICK = "0.00001";

describe("an alert about a price", () => {
  test("goes off before our eyes, and is told to who was away", async ({ window: { page } }) => {
    const api = await Api.of(await signUp(page));
    await page.getByRole("link", { name: "Alerts" }).first().click();
    await page.getByRole("radio", { name: "Moves by" }).click();
    await page.getByRole("textbox", { name: /^Per cent/ }).fill(NEXT_TICK);
    await page.getByRole("button", { name: "Set alert" }).click();
    await eventually(() => rowsOf(page, "Price alerts")).toMatchObject([
      { Alert: `AAPL moves by ${NEXT_TICK} %`, State: "Done" },
    ]);
    const told = (text: RegExp) => page.getByRole("listitem").filter({ hasText: text }).first();
    await told(/AAPL moves by/).waitFor();

    await page.goto("about:blank");
    const wish = { symbol: "MSFT", kind: "moves", level: NEXT_TICK };
    await api.put(`/api/risk/alerts/${crypto.randomUUID()}`, wish);
    const alerts = async () => (await api.get<Alerts>("/api/risk/alerts")).items;
    await eventually(alerts).toMatchObject([{ symbol: "MSFT", is_waiting: false }, {}]);
    await page.goto("/alerts");
    await told(/MSFT moves by/).waitFor();
  });
});
