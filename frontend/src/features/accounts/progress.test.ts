import { describe, expect, it } from "vitest";
import { amountError, isUnderWay, saidOf, stepOf } from "./progress";
import type { Transfer, Winding } from "./queries";

const transfer = (part: Partial<Transfer>): Transfer => ({
  transfer_id: "t",
  account_id: "a",
  kind: "withdrawal",
  amount: "10",
  state: "refused",
  reason: null,
  free_cash: null,
  requested_at: "2026-11-20T12:00:00Z",
  ...part,
});

describe("a transfer", () => {
  it("says what became of it", () => {
    expect(saidOf(transfer({ state: "requested" }))).toBe("on its way");
    expect(saidOf(transfer({ state: "done" }))).toBe("done");
  });

  it("says why it was refused", () => {
    expect(saidOf(transfer({ reason: "not_enough_cash", free_cash: "12.5" }))).toContain("$12.50");
    expect(saidOf(transfer({ reason: "account_closed" }))).toBe("refused: account closed");
  });
});

describe("a winding", () => {
  it("is under way until it is done or dropped", () => {
    const states = ["requested", "under_way", "done", "dropped"] as const;
    expect(states.map((state) => isUnderWay({ state }))).toEqual([true, true, false, false]);
  });

  it("is said for what it is", () => {
    const winding = { purpose: "close", state: "done" } as Winding;
    expect(stepOf(winding)).toBe("The account is closed.");
  });
});

describe("an amount", () => {
  it.each(["1", "0.01", "2500.50", "9999999999999999.99"])("may be %s", (amount) =>
    expect(amountError(amount)).toBeUndefined(),
  );
  it.each(["", "0", "0.00", "-1", "1.234", "1e3", "12345678901234567"])("may not be %j", (amount) =>
    expect(amountError(amount)).toBeDefined(),
  );
});
