// @vitest-environment jsdom: what it tests is kept in the browser
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { useSession } from "@/api/session";
import { again, dismiss, submit, useSubmission } from "./submission";

const BODY = { symbol: "IBM", side: "buy", type: "market", quantity: "10" } as const;
const ORDER = { order_id: "o-1", account_id: "a-1", status: "pending_new", symbol: "IBM" };

type Answer = () => Promise<Response>;
const json = (status: number, body: unknown) => async () =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const placed = json(201, ORDER);
const noAnswer: Answer = () => Promise.reject(new TypeError("Failed to fetch"));
const none = json(200, { items: [], next_cursor: null });
const one = json(200, { items: [ORDER], next_cursor: null });

let sent: Request[];
const posts = () => sent.filter(({ method }) => method === "POST");
const progress = () => useSubmission.getState().progress;

function server(post: Answer, get: Answer = none): void {
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request.clone());
    return request.method === "POST" ? post() : get();
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  const session = {
    access_token: "t",
    expires_in: 900,
    account_id: "a-1",
    user: { user_id: "u-1" },
  };
  useSession.setState({ session: session as never, renewAt: Date.now() + 1e9 });
  dismiss();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  queries.clear();
});

describe("sending an order", () => {
  it("goes under a name, once, however often the button is pressed", async () => {
    server(placed);
    const presses = [submit(BODY), submit(BODY)];
    await vi.runAllTimersAsync();
    expect(await Promise.all(presses)).toEqual([true, false]);
    expect(posts()).toHaveLength(1);
    expect(posts()[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await posts()[0]?.json()).toEqual(BODY);
    expect(progress()).toMatchObject({ kind: "placed", orderId: "o-1" });
  });

  it("takes no second half of a double click, but another order later", async () => {
    server(placed);
    await submit(BODY);
    expect(await submit(BODY)).toBe(false);
    await vi.advanceTimersByTimeAsync(1100);
    expect(await submit(BODY)).toBe(true);
    const keys = posts().map(({ headers }) => headers.get("Idempotency-Key"));
    expect(new Set(keys).size).toBe(2);
  });

  it("says why it was refused, and can be tried anew", async () => {
    server(json(422, { code: "sub_penny", detail: "multiples of 0.01" }));
    await submit(BODY);
    expect(progress()).toMatchObject({ kind: "refused", problem: { code: "sub_penny" } });
    expect(sent).toHaveLength(1);
  });

  it("looks an order up by its name when nobody answered", async () => {
    server(noAnswer, one);
    const done = submit(BODY);
    await vi.runAllTimersAsync();
    await done;
    expect(progress()).toMatchObject({ kind: "placed", orderId: "o-1" });
    const key = posts()[0]?.headers.get("Idempotency-Key");
    const asked = new URL(sent.at(-1)?.url ?? "").searchParams;
    expect(asked.get("client_order_id")).toBe(key);
  });

  it.each([
    ["no answer", noAnswer],
    ["a broken gateway", json(502, {})],
  ])("keeps the name over tries while it is unknown: %s", async (_name, answer) => {
    server(answer);
    const done = submit(BODY);
    await vi.runAllTimersAsync();
    await done;
    expect(progress().kind).toBe("unknown");
    expect(await submit({ ...BODY, quantity: "11" })).toBe(false);
    server(placed);
    await again();
    const keys = posts().map(({ headers }) => headers.get("Idempotency-Key"));
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(progress()).toMatchObject({ kind: "placed" });
  });

  it("never sends what is meant for one account to another", async () => {
    server(noAnswer);
    const done = submit(BODY);
    await vi.runAllTimersAsync();
    await done;
    const { session } = useSession.getState();
    useSession.setState({ session: { ...session, account_id: "a-2" } as never });
    server(placed);
    await again();
    expect(posts()).toHaveLength(1);
    expect(progress()).toMatchObject({ kind: "unknown", problem: { code: "other_account" } });
  });

  it("is kept over a reload until it is answered", async () => {
    server(noAnswer);
    const done = submit(BODY);
    await vi.runAllTimersAsync();
    await done;
    expect(sessionStorage.getItem("outcry.intent")).toContain("IBM");
    vi.resetModules();
    const signIn = (await import("@/api/session")).useSession;
    const fresh = await import("./submission");
    expect(fresh.useSubmission.getState().progress.kind).toBe("idle");
    signIn.setState(useSession.getState());
    expect(fresh.useSubmission.getState().progress.kind).toBe("unknown");
    dismiss();
    expect(sessionStorage.getItem("outcry.intent")).toBeNull();
  });

  const signInAs = (userId: string | undefined) => {
    const session = { access_token: "t", expires_in: 900, account_id: `a-${userId}` };
    useSession.setState({
      session: userId ? ({ ...session, user: { user_id: userId } } as never) : null,
    });
  };

  it("is forgotten when its owner signs out", async () => {
    server(noAnswer);
    const done = submit(BODY);
    await vi.runAllTimersAsync();
    await done;
    signInAs(undefined);
    expect(sessionStorage.getItem("outcry.intent")).toBeNull();
    signInAs("u-2");
    expect(progress().kind).toBe("idle");
  });

  it("is not told to who signs in before it is answered", async () => {
    server(noAnswer);
    const done = submit(BODY);
    signInAs(undefined);
    signInAs("u-2");
    await vi.runAllTimersAsync();
    await done;
    expect(progress().kind).toBe("idle");
    expect(sessionStorage.getItem("outcry.intent")).toBeNull();
  });

  it("is not told to somebody else after a reload", async () => {
    sessionStorage.setItem(
      "outcry.intent",
      JSON.stringify({ key: "k", userId: "u-1", body: BODY }),
    );
    signInAs(undefined);
    signInAs("u-2");
    expect(progress().kind).toBe("idle");
    expect(sessionStorage.getItem("outcry.intent")).toBeNull();
  });

  it("goes to no account but the one that it was asked about in", async () => {
    server(placed);
    await submit(BODY, "a-0");
    expect(sent).toEqual([]);
    expect(progress()).toMatchObject({ kind: "refused", problem: { code: "other_account" } });
  });
});
