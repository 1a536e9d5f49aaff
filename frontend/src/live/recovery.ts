/** After the line was away, or something on it never came: read again what may have changed. */
import { useSession } from "@/api/session";
import type { Outcome } from "./call";
import { connection } from "./connection";
import { refetchPrivate, refetchPublic } from "./private";

/** Queries may have been answered before the line was up, and be about what came in between. */
export function up(outcome: Outcome, isAgain: boolean): void {
  if (outcome === "resumed") {
    recovered("resumed");
    refetchPublic(); // what was missed about the account is told again, prices are not
  } else if (isAgain) lost();
  else refetchAccount();
}

/** Where private messages were lost there may be bars among what else was: charts are read too. */
export function lost(): void {
  recovered("refetched");
  refetchAccount();
  refetchPublic();
}

function recovered(kind: "resumed" | "refetched"): void {
  connection.setState({ recovery: { at: Date.now(), kind } });
}

function refetchAccount(): void {
  const { session } = useSession.getState();
  if (session) refetchPrivate(session.account_id);
}
