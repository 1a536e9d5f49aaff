// @vitest-environment jsdom: addresses are taken from that of the page
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useSession } from "@/api/session";
import {
  cancelling,
  cancellingAll,
  closing,
  closingAll,
  replacing,
  reversing,
} from "./order-actions";
import type { Order } from "./order-intent";

type Answer = () => Promise<Response>;
const json = (status: number, body: unknown) => async () =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const noAnswer: Answer = () => Promise.reject(new TypeError("Failed to fetch"));
const ORDER = { order_id: "o-1", account_id: "a-1", symbol: "IBM", side: "sell", type: "market" };
const order = ORDER as unknown as Order;
const done = json(200, { ...ORDER, quantity: "1" });

let sent: Request[];
let write: Answer;
let position: Answer;
const writes = () => sent.filter(({ method }) => method !== "GET");
const workWith = (account: string) =>
  useSession.setState({
    session: { access_token: "t", expires_in: 9, account_id: account, user: {} } as never,
    renewAt: Date.now() + 1e9,
  });

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  write = done;
  position = json(200, { symbol: "IBM", quantity: "100" });
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request.clone());
    if (request.method !== "GET") return write();
    return request.url.includes("/positions/") ? position() : json(200, { items: [] })();
  });
  workWith("a-1");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ACTS = {
  "cancel an order": () => cancelling(order),
  "cancel all": () => cancellingAll(),
  replace: () => () => replacing(order)({ quantity: "2" }),
  close: () => closing("IBM"),
  "close all": () => closingAll(),
  reverse: () => reversing("IBM", "100"),
};

describe.each(Object.entries(ACTS))("to %s", (_name, make) => {
  it("throws what the server says against it, so that the question stays open", async () => {
    write = json(422, { code: "no", detail: "Not now." });
    await expect(make()()).rejects.toMatchObject({ code: "no", detail: "Not now." });
  });

  it("is of the account in which it was asked about, and of no other", async () => {
    const act = make();
    workWith("a-2");
    await expect(act()).rejects.toMatchObject({ code: "other_account" });
    expect(writes()).toEqual([]);
  });
});

it("says of which positions it could not close", async () => {
  const problem = { code: "held", detail: "its orders hold them." };
  write = json(200, {
    items: [
      { symbol: "IBM", problem },
      { symbol: "BAC", problem: null },
    ],
  });
  await expect(closingAll()()).rejects.toMatchObject({
    detail: "Not closed: IBM: its orders hold them.",
  });
});

it("closes once, although nobody answered the first time", async () => {
  const act = closing("IBM", { percentage: "50" });
  write = noAnswer;
  await expect(act()).rejects.toMatchObject({ code: "offline" });
  write = done;
  await act();
  const names = await Promise.all(writes().map(async (one) => (await one.json()).client_order_id));
  expect(names.length).toBe(3);
  expect(new Set(names).size).toBe(1);
});

describe("to reverse", () => {
  it("is for what is held when it is confirmed, in one order", async () => {
    position = json(200, { symbol: "IBM", quantity: "60" });
    await reversing("IBM", "100")();
    expect(writes()).toHaveLength(1);
    expect(await writes()[0]?.json()).toMatchObject({ side: "sell", quantity: "120" });
  });

  it.each([
    ["the other side", json(200, { symbol: "IBM", quantity: "-40" }), "-40 shares"],
    ["nothing", json(404, { code: "position_not_found" }), "closed"],
  ])("is refused when %s is held by then", async (_name, now, said) => {
    position = now;
    await expect(reversing("IBM", "100")()).rejects.toMatchObject({
      code: "position_changed",
      detail: expect.stringContaining(said),
    });
    expect(writes()).toEqual([]);
  });

  it("goes again as it was while it is not known to have arrived", async () => {
    const act = reversing("IBM", "100");
    write = noAnswer;
    const first = expect(act()).rejects.toMatchObject({ code: "offline" });
    await vi.runAllTimersAsync();
    await first;
    position = json(200, { symbol: "IBM", quantity: "-100" });
    write = done;
    await act();
    const [one, other] = writes();
    expect(other?.headers.get("Idempotency-Key")).toBe(one?.headers.get("Idempotency-Key"));
    expect(await other?.text()).toBe(await one?.text());
  });
});
