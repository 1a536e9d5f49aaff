"""The tables of the analytics database: all of it can be computed again from the events."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, MetaData, String, Table

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
    money("realised"),
    timestamp("market_time", nullable=True),
    Index("fills_account_id", "account_id"),
)
"""Every fill that was counted, and what it earned. One that is counted twice breaks the key."""
