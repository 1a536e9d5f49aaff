/** Every page of the terminal, and somebody who has something to show on each. */
import type { Page } from "playwright-core";
import { Api } from "./api";
import { eventually } from "./browser";
import { given } from "./origin";
import type { Person } from "./people";

/** For whom nobody has to be signed in. */
export const OUTSIDE = ["/sign-in", "/sign-up", "/accessibility"];
export const INSIDE = [
  "/",
  "/portfolio",
  "/analytics",
  "/trips",
  "/leaderboard",
  "/risk",
  "/alerts",
  "/accounts",
  "/settings",
  "/settings/security",
  "/settings/keys",
];
export const OF_ADMINS = [
  "/admin/users",
  "/admin/feed",
  "/admin/risk",
  "/admin/dead-letters",
  "/admin/health",
];

export const administrator = (): Person => ({
  email: given("AUTH_ADMIN_EMAIL"),
  password: given("AUTH_ADMIN_PASSWORD"),
});

/** Shows a page, until nothing on it is still being fetched. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
  await eventually(() => page.locator("[aria-busy=true]").count()).toBe(0);
}

/** Trades a little: a position, a round trip, an open order and a refused one. The last one's id. */
export async function trade(person: Person): Promise<string> {
  const api = await Api.of(person);
  const { bid } = await api.get<{ bid: string }>("/api/market/quote/AAPL");
  const away = (times: number) => (Number(bid) * times).toFixed(2);
  for (const symbol of ["AAPL", "IBM", "SPY"])
    await api.place({ symbol, side: "buy", type: "market", quantity: "20" });
  const bought = async () => (await api.portfolio()).positions.length;
  await eventually(bought).toBe(3);
  await api.place({ symbol: "IBM", side: "sell", type: "market", quantity: "12" });
  await api.place({ symbol: "MSFT", side: "buy", type: "market", quantity: "900" });
  const open = await api.place({
    symbol: "AAPL",
    side: "buy",
    type: "limit",
    quantity: "15",
    limit_price: away(0.995),
    time_in_force: "gtc",
    order_class: "bracket",
    take_profit: { limit_price: away(1.03) },
    stop_loss: { stop_price: away(0.97) },
  });
  return open.order_id;
}
