import { fireEvent, render, screen } from "@testing-library/react";
import { Profiler } from "react";
import { expect, it, vi } from "vitest";
import { AlertTable } from "./alert-table";
import type { Alert } from "./queries";

const calls = vi.hoisted(() => ({ set: vi.fn(), remove: vi.fn() }));
const ID = "01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3fa";

vi.mock("./queries", () => {
  const done: Alert = {
    alert_id: "01a1fb01-0f3e-7a10-9b1c-5d1a7be0c3fa",
    symbol: "AAPL",
    kind: "moves",
    level: "0.001",
    reference: "227.900",
    repeats: false,
    is_waiting: false,
    set_at: "2026-11-22T01:26:28Z",
    fired_at: "2026-11-22T01:26:30Z",
    fired_price: "227.900",
  };
  const alerts = { data: [done], error: null, refetch: () => undefined };
  return {
    useAlerts: () => alerts,
    useSetAlert: () => ({ mutate: calls.set, isPending: false }),
    useRemoveAlert: () => ({ mutate: calls.remove, isPending: false }),
  };
});

it("comes to rest before any price is known", async () => {
  let renders = 0;
  render(
    <Profiler id="table" onRender={() => (renders += 1)}>
      <AlertTable />
    </Profiler>,
  );
  await new Promise((rest) => setTimeout(rest, 300));
  const before = renders;
  await new Promise((rest) => setTimeout(rest, 500));
  expect(screen.getByLabelText("Price alerts")).toBeInTheDocument();
  expect(renders).toBe(before);
});

it("sets what went off anew, and removes it", () => {
  render(<AlertTable />);
  fireEvent.click(screen.getByLabelText("Watch again: AAPL moves by 0.001 %"));
  fireEvent.click(screen.getByLabelText("Remove: AAPL moves by 0.001 %"));
  const wish = { alert_id: ID, symbol: "AAPL", kind: "moves", level: "0.001", repeats: false };
  expect(calls.set).toHaveBeenCalledExactlyOnceWith(wish);
  expect(calls.remove).toHaveBeenCalledExactlyOnceWith(ID);
});
