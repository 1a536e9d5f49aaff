/** Names of the rules that refuse orders. What a rule says in this case, the server says. */
import type { components } from "@/api/generated/orders";

export type RejectionReason = components["schemas"]["RejectionReason"];

export const RULE_NAMES: Readonly<Record<RejectionReason, string>> = {
  account_unknown: "Account not known",
  account_closed: "Account closed",
  trading_halted: "Trading is halted",
  buying_power_exceeded: "Not enough buying power",
  position_exceeded: "More than you hold",
  position_too_large: "Position too large",
  order_too_large: "Order too large",
  price_too_far: "Price too far from the market",
  concentration_exceeded: "Too much in one symbol",
  order_rate_exceeded: "Too many orders a minute",
  daily_loss_exceeded: "Daily loss limit reached",
  drawdown_exceeded: "Drawdown limit reached",
  short_sale_forbidden: "Short sales are not allowed",
  margin_exceeded: "Margin call or too little equity",
  day_trades_exceeded: "Too many day trades",
  wash_trade: "Would trade with your own order",
  market_closed: "Market is closed",
  symbol_halted: "Symbol is halted",
  refused_by_book: "Refused by the exchange",
  refused_by_broker: "Refused by the broker",
};

/** In plain words, also for a reason that was added since. */
export const ruleName = (reason: string): string =>
  RULE_NAMES[reason as RejectionReason] ?? reason.replaceAll("_", " ");
