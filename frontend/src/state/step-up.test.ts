import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import { finishStepUp, useStepUp, withStepUp } from "./step-up";

const refused = new Problem("step_up_required", "prove it", 403);
const waiting = () => useStepUp.getState().waiting.length;

describe("a wish that needs a fresh proof", () => {
  afterEach(() => finishStepUp("declined"));

  it("is done at once if none is asked for", async () => {
    await expect(withStepUp(async () => 7)).resolves.toBe(7);
    expect(waiting()).toBe(0);
  });

  it("is done again when the proof was given", async () => {
    const work = vi.fn().mockRejectedValueOnce(refused).mockResolvedValueOnce("done");
    const answer = withStepUp(work);
    await vi.waitFor(() => expect(waiting()).toBe(1));
    finishStepUp("proven");
    await expect(answer).resolves.toBe("done");
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("is not done again when it was declined", async () => {
    const work = vi.fn().mockRejectedValue(refused);
    const answer = withStepUp(work);
    const refusal = expect(answer).rejects.toMatchObject({ code: "step_up_declined" });
    await vi.waitFor(() => expect(waiting()).toBe(1));
    finishStepUp("declined");
    await refusal;
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("lets one proof serve all who wait", async () => {
    const one = vi.fn().mockRejectedValueOnce(refused).mockResolvedValueOnce(1);
    const other = vi.fn().mockRejectedValueOnce(refused).mockResolvedValueOnce(2);
    const both = Promise.all([withStepUp(one), withStepUp(other)]);
    await vi.waitFor(() => expect(waiting()).toBe(2));
    finishStepUp("proven");
    await expect(both).resolves.toEqual([1, 2]);
  });

  it("asks nothing for another refusal", async () => {
    const work = vi.fn().mockRejectedValue(new Problem("last_admin", "no", 409));
    await expect(withStepUp(work)).rejects.toMatchObject({ code: "last_admin" });
    expect(waiting()).toBe(0);
  });
});
