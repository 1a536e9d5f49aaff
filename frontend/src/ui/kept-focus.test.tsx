import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import { Confirm } from "./dialog";

interface Props {
  /** What happens to the button that asks, some time after the answer. */
  fate: "goes" | "stays" | "is disabled";
  where: "table" | "panel";
}

function Page({ fate, where }: Props) {
  const [isAsked, setAsked] = useState(false);
  const [isDone, setDone] = useState(false);
  const button = (
    <button
      type="button"
      disabled={isDone && fate === "is disabled"}
      onClick={() => setAsked(true)}
    >
      Resume
    </button>
  );
  return (
    <main>
      <h1>Page</h1>
      <section>
        <h2>Halts</h2>
        <div {...(where === "table" && { role: "grid", tabIndex: 0, "aria-label": "Rows" })}>
          {!(isDone && fate === "goes") && button}
        </div>
      </section>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title="Sure?"
        confirmLabel="Yes"
        onConfirm={() => {
          setTimeout(() => setDone(true), 300);
        }}
      />
      <button type="button">Elsewhere</button>
    </main>
  );
}

const user = userEvent.setup({ delay: null });

async function answer(props: Props): Promise<void> {
  render(<Page {...props} />);
  await user.click(screen.getByText("Resume"));
  await user.click(await screen.findByText("Yes"));
  await waitFor(() => expect(screen.queryByText("Sure?")).toBeNull());
}

const focusedSoon = (element: () => HTMLElement) =>
  waitFor(() => expect(element()).toHaveFocus(), { timeout: 10_000 });

describe("the focus after a question", { timeout: 60_000 }, () => {
  beforeEach(() => document.body.focus());

  it("returns to what asked it", async () => {
    await answer({ fate: "stays", where: "panel" });
    await focusedSoon(() => screen.getByText("Resume"));
  });

  it("goes to the table when the row of it goes", async () => {
    await answer({ fate: "goes", where: "table" });
    await focusedSoon(() => screen.getByRole("grid"));
  });

  it("goes to the heading when there is no table", async () => {
    await answer({ fate: "goes", where: "panel" });
    await focusedSoon(() => screen.getByText("Halts"));
  });

  it("goes there as well when what asked it can be pressed no more", async () => {
    await answer({ fate: "is disabled", where: "panel" });
    await focusedSoon(() => screen.getByText("Halts"));
  });

  it("stays with somebody who has gone elsewhere", async () => {
    await answer({ fate: "goes", where: "table" });
    screen.getByText("Elsewhere").focus();
    await waitFor(() => expect(screen.queryByText("Resume")).toBeNull());
    await new Promise((after) => setTimeout(after, 400));
    expect(screen.getByText("Elsewhere")).toHaveFocus();
  });
});
