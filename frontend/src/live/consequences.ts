/** Which queries an event makes out of date: at once, and when other services have heard of it. */
import type { PrivateFrame } from "./frames";

type Part = readonly string[];

export interface Consequences {
  /** Whoever published the event had written it down before. */
  readonly soon: readonly Part[];
  readonly later: readonly Part[];
}

const MONEY: Part[] = [["portfolio"], ["positions"], ["fills"], ["ledger"]];
const ELSEWHERE: Part[] = [["risk"], ["analytics"]];
const ALL: Part[] = [[]];

type Type = PrivateFrame["type"];
const FILLS: readonly Type[] = ["ORDER_FILLED", "ORDER_PARTIALLY_FILLED"];
const RISK: readonly Type[] = [
  "RISK_LIMIT_BREACHED",
  "TRADING_HALTED",
  "TRADING_RESUMED",
  "MARGIN_CALL_ISSUED",
  "MARGIN_CALL_MET",
];
const ACCOUNT: readonly Type[] = [
  "ACCOUNT_OPENED",
  "ACCOUNT_RENAMED",
  "ACCOUNT_WINDING_UP",
  "ACCOUNT_RESET",
  "ACCOUNT_CLOSED",
];

/** Parts of keys that come after the account. */
export function consequencesOf(frame: PrivateFrame): Consequences {
  if (frame.type === "SESSION_REVOKED") return { soon: [], later: [] };
  if (ACCOUNT.includes(frame.type)) return { soon: ALL, later: ALL };
  if (frame.type === "PRICE_ALERT_FIRED") return { soon: [["alerts"]], later: [] };
  if (RISK.includes(frame.type)) return { soon: [["risk"]], later: [["risk"]] };
  if ("order_id" in frame.data) return ofOrder(frame.type, frame.data.order_id);
  const orders: Part[] = frame.type === "POSITION_SPLIT" ? [["orders"], ["order"]] : [];
  return { soon: MONEY, later: [...ELSEWHERE, ...orders] };
}

function ofOrder(type: Type, id: string): Consequences {
  const order: Part[] = [["orders"], ["order", id], ["order-events", id]];
  if (FILLS.includes(type)) return { soon: [...order, ["fills"]], later: [...MONEY, ...ELSEWHERE] };
  // Others refuse orders than those who keep them, and these hear of it when we do.
  return { soon: order, later: [...order, ["risk"]] };
}
