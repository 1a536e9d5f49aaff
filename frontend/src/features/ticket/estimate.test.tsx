import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queries } from "@/api/query";
import { useSession } from "@/api/session";
import type { PlaceOrder } from "@/state/order-intent";
import { useEstimate } from "./estimate";

const BUY = { symbol: "IBM", side: "buy", type: "market", time_in_force: "gtc" } as const;
const order = (quantity: number, change = {}) => ({ ...BUY, quantity: `${quantity}`, ...change });
const answer = (body: unknown) =>
  new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
/** In steps: an answer is read in real moments between those of the clock. */
async function pass(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 50) await act(() => vi.advanceTimersByTimeAsync(50));
}

let previewed: number;

beforeEach(() => {
  vi.useFakeTimers();
  previewed = 0;
  vi.stubGlobal("fetch", async (request: Request) => {
    const body = await request.json();
    if (request.url.endsWith("/preview")) previewed += 1;
    return answer(body);
  });
  const session = { access_token: "t", expires_in: 900, account_id: "a-1", user: {} };
  useSession.setState({ session: session as never, renewAt: Date.now() + 1e9 });
});
afterEach(() => {
  cleanup();
  queries.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const render = () =>
  renderHook(({ body }: { body: PlaceOrder }) => useEstimate(body), {
    initialProps: { body: order(100) as PlaceOrder },
    wrapper: ({ children }) => (
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    ),
  });

test("there is an estimate while the market changes the order all the time", async () => {
  const { result, rerender } = render();
  for (let tick = 1; tick <= 40; tick += 1) {
    rerender({ body: order(100 + tick) });
    await pass(100);
    if (tick > 15) expect(result.current.kind).toBe("known");
  }
  expect(result.current).toMatchObject({ kind: "known", isOld: true });
  expect(previewed).toBeLessThanOrEqual(4);
  await pass(800);
  const known = { kind: "known", isOld: false, estimate: { preview: { quantity: "140" } } };
  expect(result.current).toMatchObject(known);
});

test("what was said of another order is not shown", async () => {
  const { result, rerender } = render();
  await pass(800);
  expect(result.current.kind).toBe("known");
  rerender({ body: order(100, { side: "sell" }) });
  expect(result.current.kind).toBe("asking");
});
