// @vitest-environment jsdom: addresses are taken from that of the page
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api, call } from "./client";
import { useSession } from "./session";

const session = (account: string) =>
  ({ access_token: `t-${account}`, expires_in: 900, account_id: account, user: {} }) as never;
const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

let sent: string[];
/** The account that another tab has changed to: a refresh is answered with it. */
let other: string;
let isTokenTaken: boolean;

beforeEach(() => {
  sent = [];
  other = "a-2";
  isTokenTaken = true;
  vi.stubGlobal("fetch", async (asked: Request | string) => {
    if (typeof asked === "string") return answer(200, session(other));
    const token = asked.headers.get("Authorization");
    sent.push(`${asked.method} ${token}`);
    return isTokenTaken || token === `Bearer t-${other}`
      ? answer(200, { items: [] })
      : answer(401, {});
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  useSession.setState({ session: undefined, renewAt: 0 });
});

const signIn = (isExpired: boolean) =>
  useSession.setState({ session: session("a-1"), renewAt: isExpired ? 0 : Date.now() + 1e9 });
const cancelAll = () => call(api.orders.DELETE("/api/orders", { params: { query: {} } }));

it("sends nothing to the account that another tab changed to while the token was renewed", async () => {
  signIn(true);
  await expect(cancelAll()).rejects.toMatchObject({ code: "other_account", status: 409 });
  expect(sent).toEqual([]);
});

it("nor once more after a token that was not taken", async () => {
  signIn(false);
  isTokenTaken = false;
  await expect(cancelAll()).rejects.toMatchObject({ code: "other_account" });
  expect(sent).toEqual(["DELETE Bearer t-a-1"]);
});

it("sends it once more where the account is the same", async () => {
  signIn(false);
  isTokenTaken = false;
  other = "a-1";
  const fetched = vi.fn(globalThis.fetch);
  let tries = 0;
  vi.stubGlobal("fetch", async (asked: Request | string) => {
    if (typeof asked === "string") return fetched(asked);
    sent.push(asked.method);
    tries += 1;
    return tries === 1 ? answer(401, {}) : answer(200, { items: [] });
  });
  await expect(cancelAll()).resolves.toEqual({ items: [] });
  expect(sent).toEqual(["DELETE", "DELETE"]);
});

it("reads with whatever account there is", async () => {
  signIn(true);
  await call(api.orders.GET("/api/orders", { params: { query: {} } }));
  expect(sent).toEqual(["GET Bearer t-a-2"]);
});
