/**
 * Some wishes need a fresh proof of who asks (`step_up_required`). `withStepUp(() => call(…))` does
 * the work; if the server wants the proof, the dialog in `features/security` asks for it and the work
 * is done once more.
 */
import { create } from "zustand";
import { asProblem, Problem } from "@/api/problem";

interface Asked {
  readonly proven: () => void;
  readonly declined: () => void;
}

/** Who waits for a proof; the dialog is open as long as anybody does. */
export const useStepUp = create<{ readonly waiting: readonly Asked[] }>(() => ({ waiting: [] }));

/** @throws Problem what `work` throws, or `step_up_declined` if the proof was not given. */
export async function withStepUp<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (asProblem(error).code !== "step_up_required") throw error;
  }
  await proof();
  return work();
}

/** The dialog was answered. Everybody who waits goes on. */
export function finishStepUp(outcome: "proven" | "declined"): void {
  const { waiting } = useStepUp.getState();
  useStepUp.setState({ waiting: [] });
  for (const one of waiting) one[outcome]();
}

function proof(): Promise<void> {
  return new Promise((proven, failed) => {
    const declined = () =>
      failed(
        new Problem("step_up_declined", "Nothing was done: it needs a fresh proof of who you are."),
      );
    useStepUp.setState(({ waiting }) => ({ waiting: [...waiting, { proven, declined }] }));
  });
}
