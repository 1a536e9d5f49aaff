/** States of accounts, transfers and windings in words. */
import type { Account } from "@/state/accounts";
import { money } from "@/ui/format";
import type { Transfer, Winding } from "./queries";

export const isUnderWay = ({ state }: Pick<Winding, "state">): boolean =>
  state === "requested" || state === "under_way";

export const STATES: Readonly<Record<Account["state"], string>> = {
  open: "open",
  winding_up: "winding up: orders are cancelled, positions let go",
  closed: "closed",
};

/** What became of a deposit or a withdrawal, and why if nothing did. */
export function saidOf({ state, reason, free_cash }: Transfer): string {
  if (state === "requested") return "on its way";
  if (state === "done") return "done";
  if (free_cash !== null) return `refused: ${money(free_cash)} is free to be taken out`;
  return `refused: ${(reason ?? "no reason given").replaceAll("_", " ")}`;
}

const STEPS = {
  reset: {
    requested: "The reset has been asked for.",
    under_way: "Orders are being cancelled and positions let go.",
    done: "The account has begun anew.",
    dropped: "The reset was dropped: the account is closed or being closed.",
  },
  close: {
    requested: "The closing has been asked for.",
    under_way: "Orders are being cancelled and positions let go.",
    done: "The account is closed.",
    dropped: "The closing was dropped.",
  },
} as const;

export const stepOf = ({ purpose, state }: Winding): string => STEPS[purpose][state];

/** Dollars and cents, more than nothing: what the server takes. */
export function amountError(amount: string): string | undefined {
  if (!/^\d{1,16}(\.\d{1,2})?$/.test(amount))
    return "Dollars and cents, no more than two decimals.";
  return /[1-9]/.test(amount) ? undefined : "More than nothing, please.";
}
