import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Problem } from "@/api/problem";
import { Confirm } from "./dialog";

test("a question stays open, with the reason, until it is done", { timeout: 60_000 }, async () => {
  const change = vi.fn();
  const work = vi.fn(async () => {
    if (work.mock.calls.length === 1) throw new Problem("held", "Its orders hold the shares.", 409);
  });
  render(
    <Confirm
      open
      onOpenChange={change}
      title="Close IBM?"
      confirmLabel="Close it"
      onConfirm={work}
    />,
  );
  const press = () => act(async () => fireEvent.click(screen.getByText("Close it")));
  await press();
  expect(screen.getByRole("alert")).toHaveTextContent("Its orders hold the shares.");
  expect(change).not.toHaveBeenCalled();
  await press();
  expect(change).toHaveBeenCalledExactlyOnceWith(false);
});
