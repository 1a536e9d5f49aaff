"""The tables of the analytics database: track records, and the audit trail.

What is known of an account can be computed again from the events. The trail cannot.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

from analytics.domain.record import Outcome
from chassis.tables import identity, money, price, quantity, timestamp

metadata = MetaData()

records = Table(
    "records",
    metadata,
    identity("account_id", primary_key=True),
    money("opening_cash", nullable=True),
    *(Column(outcome.value, Integer, nullable=False) for outcome in Outcome),
)
"""How accounts began, and how many of their orders had each outcome."""

rejections = Table(
    "rejections",
    metadata,
    identity("account_id", primary_key=True),
    Column("reason", String, primary_key=True),
    Column("orders", Integer, nullable=False),
)
"""How many orders were refused, by reason."""

holdings = Table(
    "holdings",
    metadata,
    identity("account_id", primary_key=True),
    Column("symbol", String, primary_key=True),
    quantity("quantity"),
    money("cost"),
    money("bought"),
    money("sold"),
    quantity("shares_traded"),
    Column("trades", BigInteger, nullable=False),
    money("fees"),
    CheckConstraint("quantity <> 0 or cost = 0", name="no_shares_cost_nothing"),
)
"""What trading a symbol has brought an account. Dollars, except ``quantity``, and the counts."""

fills = Table(
    "fills",
    metadata,
    identity("fill_id", primary_key=True),
    identity("account_id"),
    Column("symbol", String, nullable=False),
    Column("side", String, nullable=False),
    quantity("quantity"),
    price("price"),
    money("fee"),
    money("realised"),
    timestamp("market_time", nullable=True),
    Index("fills_account_id", "account_id"),
)
"""Every fill that was counted, and what it earned, less the fee.

One that is counted twice breaks the key.
"""

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
        "audit_trail_user_id",
        "user_id",
        "position",
        postgresql_where=text("user_id is not null"),
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
