import { render, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { focusChart } from "./focus-chart";

const Chart = () => (
  <div data-tour="ChartPanel">
    <button type="button">5m</button>
    <div data-cursor tabIndex={-1} data-testid="cursor" />
  </div>
);

test("the chart gets the focus, even if it comes a little later", async () => {
  focusChart();
  await new Promise((done) => setTimeout(done, 50));
  render(<Chart />);
  await waitFor(() => expect(screen.getByTestId("cursor")).toHaveFocus());
});
