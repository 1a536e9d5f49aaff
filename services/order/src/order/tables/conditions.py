"""What indexes and queries ask of orders, in the same words: the planner compares the texts."""

IS_LIVE = (
    "status in ('pending_new', 'accepted', 'held', 'new', 'partially_filled',"
    " 'pending_cancel', 'pending_replace')"
)
"""Written out, so that the planner knows the indexes of live orders from the query's text."""
HAS_FAILED = "status in ('canceled', 'expired', 'replaced', 'rejected')"
"""Few among many that were filled, and looked for by how they ended."""
IS_PENDING = (
    f"{IS_LIVE} and (status = 'pending_new'"
    " or cancel_requested_at is not null or replaced_by is not null)"
)
"""Somebody has to answer a wish of the owner."""
MAY_MEET = (
    f"(case when {IS_LIVE} and status <> 'held' and order_type in ('limit', 'market')"
    " and cancel_requested_at is null then true end)"
)
"""Could trade with another order as things stand.

It hides that it is about live orders, which other indexes know, too: a planner that counted few of
them once looks through all of them, for each new order.
"""
MEETING = "((account_id::text || symbol::text) || side::text)"
"""Where orders of one account may meet, which no other index knows either."""
IS_AT_BROKER = f"{IS_LIVE} and broker <> 'simulated'"
"""The engine never sees it; the router sees nothing else."""
