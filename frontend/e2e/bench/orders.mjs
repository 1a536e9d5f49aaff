// 100,000 orders in large pages, made out of their numbers.
export const COUNT = 100_000;
const PAGE = 10_000;
const SIDES = ["buy", "sell"];
const STATUSES = ["filled", "canceled", "expired", "rejected"];
const BEGIN = Date.parse("2026-01-05T14:30:00Z");

/** Everything that this order has nothing of. */
const NOTHING = Object.fromEntries(
  [
    "reference_price rejected_by rejection_reason rejection_rule market_time cancel_requested_at",
    "filled_at canceled_at rejected_at expired_at replaced_at notional stop_price trail_price",
    "trail_percent hwm display_quantity expires_at reason parent_id leg replaces replaced_by legs",
  ]
    .flatMap((names) => names.split(" "))
    .map((name) => [name, null]),
);

function order(number) {
  const at = new Date(BEGIN - number * 1000).toISOString();
  const status = STATUSES[number % STATUSES.length];
  const price = (100 + (number % 500) / 100).toFixed(2);
  return {
    ...NOTHING,
    order_id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    client_order_id: `bench-${number}`,
    account_id: "bench",
    symbol: `BENCH${number % 50}`,
    side: SIDES[number % 2],
    type: "limit",
    quantity: String(1 + (number % 900)),
    limit_price: price,
    bound_price: price,
    status,
    filled_quantity: status === "filled" ? String(1 + (number % 900)) : "0",
    average_price: status === "filled" ? price : null,
    created_at: at,
    updated_at: at,
    time_in_force: "day",
    order_class: "simple",
    post_only: false,
    reduce_only: false,
    extended_hours: false,
    fill_model: "touch",
    fees: "none",
    broker: "bench",
    fee: "0.00",
  };
}

/** The page that is asked for: its head is as long as asked, the rest are long ones. */
export function orders(asked) {
  const from = Number(asked.get("cursor") ?? 0);
  const length = from === 0 ? Number(asked.get("limit") ?? 100) : PAGE;
  const end = Math.min(COUNT, from + length);
  const items = Array.from({ length: end - from }, (_, index) => order(from + index));
  return { items, next_cursor: end < COUNT ? String(end) : null };
}
