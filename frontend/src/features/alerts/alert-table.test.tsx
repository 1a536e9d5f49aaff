import { render, screen } from "@testing-library/react";
import { Profiler } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { setPreference } from "@/state/preferences";
import { AlertTable } from "./alert-table";
import type { Alert } from "./rules";

const done: Alert = {
  id: "one",
  symbol: "AAPL",
  kind: "moves",
  level: "0.001",
  from: "227.900",
  repeats: false,
  setAt: "2026-11-22T01:26:28Z",
  firedAt: "2026-11-22T01:26:30Z",
  firedPrice: "227.900",
};

describe("the table of alerts", () => {
  beforeEach(() => setPreference("alerts", { one: done }));

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
});
