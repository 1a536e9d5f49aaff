"""The tables of the analytics database: facts, what is worked out from them, the audit trail.

What is worked out can be worked out again, with the same result. The trail cannot.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from analytics.domain.facts import Outcome
from analytics.tables.companies import adjustments, dividends, splits
from analytics.tables.metadata import metadata
from chassis.tables import identity, money, price, quantity, timestamp

__all__ = [
    "adjustments",
    "audit_trail",
    "bars",
    "beginnings",
    "dividends",
    "fills",
    "holdings",
    "metadata",
    "names",
    "order_facts",
    "payments",
    "records",
    "rejections",
    "splits",
    "trips",
]

beginnings = Table(
    "beginnings",
    metadata,
    identity("account_id", primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    money("cash"),
    timestamp("said_at"),
    timestamp("market_time", nullable=True),
)
"""A fact: accounts began, for the first time or again, with so many dollars."""

payments = Table(
    "payments",
    metadata,
    identity("booking_id", primary_key=True),
    identity("account_id"),
    money("amount"),
    timestamp("said_at"),
    timestamp("market_time", nullable=True),
    Column("is_interest", Boolean, nullable=False, server_default="false"),
    Index("payments_account_id", "account_id"),
)
"""A fact: dollars came in, or went out if negative; perhaps as interest on what was owed."""

order_facts = Table(
    "order_facts",
    metadata,
    identity("event_id", primary_key=True),
    identity("account_id"),
    Column("outcome", String, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("reason", String),
    Index("order_facts_account_id", "account_id"),
)
"""A fact: what became of an order, or of several."""

fills = Table(
    "fills",
    metadata,
    identity("fill_id", primary_key=True),
    identity("account_id"),
    Column("number", BigInteger, nullable=False),
    Column("symbol", String, nullable=False),
    Column("side", String, nullable=False),
    quantity("quantity"),
    price("price"),
    money("fee"),
    timestamp("market_time"),
    timestamp("said_at"),
    identity("order_id", nullable=True),
    Column("epoch", Integer, nullable=False),
    Column("day", Date, nullable=False),
    money("realised"),
    identity("trip_id"),
    quantity("held"),
    money("balance"),
    UniqueConstraint("account_id", "number", name="fills_in_order"),
    Index("fills_by_day", "account_id", "epoch", "day", "symbol"),
    Index("fills_of_a_trip", "trip_id", "number"),
)
"""A fact: every fill that was counted, ``number`` in the order in which they were heard.

What follows ``order_id`` is worked out: the day in New York, what the fill earned less its fee, and
where it left its trip: shares held or owed, and dollars that came out of it less those that went
in. One that is counted twice breaks the key.
"""

bars = Table(
    "bars",
    metadata,
    Column("symbol", String, primary_key=True),
    Column("interval", String, primary_key=True),
    Column("start", DateTime(timezone=True), primary_key=True),
    price("open"),
    price("high"),
    price("low"),
    price("close"),
)
"""A fact: minutes that are over, and days as far as they went; dollars per share."""

records = Table(
    "records",
    metadata,
    identity("account_id", primary_key=True),
    Column("number", BigInteger, nullable=False),
    timestamp("latest", nullable=True),
    *(Column(outcome.value, Integer, nullable=False) for outcome in Outcome),
)
"""Worked out: how many fills accounts have, and how many of their orders had each outcome."""

rejections = Table(
    "rejections",
    metadata,
    identity("account_id", primary_key=True),
    Column("reason", String, primary_key=True),
    Column("orders", Integer, nullable=False),
)
"""Worked out: how many orders were refused, by reason."""

holdings = Table(
    "holdings",
    metadata,
    identity("account_id", primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("symbol", String, primary_key=True),
    quantity("quantity"),
    money("cost"),
    money("bought"),
    money("sold"),
    quantity("shares_traded"),
    Column("trades", BigInteger, nullable=False),
    money("fees"),
    money("dividends"),
    CheckConstraint("quantity <> 0 or cost = 0", name="no_shares_cost_nothing"),
)
"""Worked out: what trading a symbol has brought an account in an epoch.

Dollars, except ``quantity``, and the counts.
"""

trips = Table(
    "trips",
    metadata,
    identity("trip_id", primary_key=True),
    identity("account_id"),
    Column("epoch", Integer, nullable=False),
    Column("symbol", String, nullable=False),
    Column("side", String, nullable=False),
    timestamp("opened_at"),
    timestamp("closed_at", nullable=True),
    quantity("quantity"),
    quantity("shares"),
    quantity("peak"),
    money("entered"),
    money("exited"),
    money("fees"),
    Column("fills", Integer, nullable=False),
    Index("trips_over", "account_id", "epoch", "closed_at", "trip_id"),
)
"""Worked out: round trips, over or under way. Dollars are without ``fees``."""

names = Table(
    "names",
    metadata,
    identity("account_id", primary_key=True),
    identity("user_id"),
    Column("name", String, nullable=False),
    Index("names_user_id", "user_id"),
)
"""How traders want to be called on the leaderboard; others stand there without a name."""

audit_trail = Table(
    "audit_trail",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    identity("event_id"),
    timestamp("recorded_at"),
    Column("action", String, nullable=False),
    identity("user_id", nullable=True),
    identity("account_id", nullable=True),
    identity("session_id", nullable=True),
    identity("order_id", nullable=True),
    identity("correlation_id"),
    Column("document", String, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("audit_trail_action", "action", "position"),
    Index(
        "audit_trail_user_id", "user_id", "position", postgresql_where=text("user_id is not null")
    ),
    Index("audit_trail_account_id", "account_id", "position"),
    Index(
        "audit_trail_order_id",
        "order_id",
        "position",
        postgresql_where=text("order_id is not null"),
    ),
)
"""What was done by whom, from position 1 on without a gap. A trigger refuses to change it.

``document`` is what the event says, as JSON; the ids beside it are for finding it again.
"""
