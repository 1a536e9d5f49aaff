"""Facts from which all figures of an account can be worked out, epoch by epoch.

Of what is there already, orders keep their counts and fills their order in time. Where fills left
their round trips nobody has worked out yet: `outcry analytics rebuild` does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MONEY, SHARES, PRICE = sa.Numeric(38, 4), sa.Numeric(38, 9), sa.Numeric(38, 8)
MOMENT = sa.DateTime(timezone=True)
OUTCOMES = ("created", "accepted", "filled", "canceled", "expired", "replaced")
ONLY_NOW = {
    "number": sa.BigInteger,
    "said_at": MOMENT,
    "epoch": sa.Integer,
    "day": sa.Date,
    "trip_id": sa.Uuid,
    "held": SHARES,
    "balance": MONEY,
}


def upgrade() -> None:
    """Create facts and round trips, and give every fill its place."""
    _create_facts()
    _create_what_is_worked_out()
    _keep_counts()
    _place_fills()
    op.add_column("holdings", sa.Column("epoch", sa.Integer, nullable=False, server_default="1"))
    op.alter_column("holdings", "epoch", server_default=None)
    op.drop_constraint("holdings_pkey", "holdings")
    op.create_primary_key("holdings_pkey", "holdings", ["account_id", "epoch", "symbol"])
    op.drop_column("records", "opening_cash")


def _create_facts() -> None:
    op.create_table(
        "beginnings",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("cash", MONEY, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("market_time", MOMENT),
    )
    op.create_table(
        "payments",
        sa.Column("booking_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("market_time", MOMENT),
    )
    op.create_index("payments_account_id", "payments", ["account_id"])
    op.create_table(
        "order_facts",
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("orders", sa.Integer, nullable=False),
        sa.Column("reason", sa.String),
    )
    op.create_index("order_facts_account_id", "order_facts", ["account_id"])
    op.create_table(
        "bars",
        sa.Column("symbol", sa.String, primary_key=True),
        sa.Column("interval", sa.String, primary_key=True),
        sa.Column("start", MOMENT, primary_key=True),
        *(sa.Column(one, PRICE, nullable=False) for one in ("open", "high", "low", "close")),
    )


def _create_what_is_worked_out() -> None:
    op.create_table(
        "trips",
        sa.Column("trip_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        *(sa.Column(one, SHARES, nullable=False) for one in ("quantity", "shares", "peak")),
        *(sa.Column(one, MONEY, nullable=False) for one in ("entered", "exited", "fees")),
        sa.Column("fills", sa.Integer, nullable=False),
    )
    op.create_index("trips_over", "trips", ["account_id", "epoch", "closed_at", "trip_id"])
    op.create_table(
        "names",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
    )
    op.create_index("names_user_id", "names", ["user_id"])
    op.add_column("records", sa.Column("number", sa.BigInteger, nullable=False, server_default="0"))
    op.alter_column("records", "number", server_default=None)
    op.add_column("records", sa.Column("latest", MOMENT))


def _keep_counts() -> None:
    """What is known of orders becomes a fact for each count."""
    op.execute(
        "insert into beginnings (account_id, epoch, cash, said_at)"
        " select account_id, 1, opening_cash, timestamptz '1970-01-01' from records"
        " where opening_cash is not null"
    )
    into = "insert into order_facts (event_id, account_id, outcome, orders, reason)"
    for outcome in OUTCOMES:
        op.execute(
            f"{into} select gen_random_uuid(), account_id, '{outcome}', {outcome}, null"  # noqa: S608
            f" from records where {outcome} > 0"
        )
    op.execute(
        f"{into} select gen_random_uuid(), account_id, 'rejected', orders, reason from rejections"  # noqa: S608
    )


def _place_fills() -> None:
    """They come in order of market time, all of them in the first epoch."""
    for name, kind in ONLY_NOW.items():
        op.add_column("fills", sa.Column(name, kind))
    op.execute(
        "update fills set number = placed.number, market_time = placed.market_time,"
        " said_at = now(), epoch = 1, trip_id = fills.fill_id, held = 0, balance = 0,"
        " day = (placed.market_time at time zone 'America/New_York')::date"
        " from (select fill_id, coalesce(market_time, now()) as market_time, row_number() over"
        " (partition by account_id order by market_time, fill_id) as number from fills) as placed"
        " where placed.fill_id = fills.fill_id"
    )
    for name in ("market_time", *ONLY_NOW):
        op.alter_column("fills", name, nullable=False)
    op.execute(
        "insert into records (account_id, number, latest, created, rejected, accepted, filled,"
        " canceled, expired, replaced)"
        " select account_id, max(number), now(), 0, 0, 0, 0, 0, 0, 0 from fills group by 1"
        " on conflict (account_id) do update set number = excluded.number, latest = excluded.latest"
    )
    op.create_unique_constraint("fills_in_order", "fills", ["account_id", "number"])
    op.drop_index("fills_account_id", "fills")
    op.create_index("fills_by_day", "fills", ["account_id", "epoch", "day", "symbol"])
    op.create_index("fills_of_a_trip", "fills", ["trip_id", "number"])


def downgrade() -> None:
    """Go back to what is known of the last epoch of every account."""
    op.add_column("records", sa.Column("opening_cash", MONEY))
    op.execute(
        "update records set opening_cash = cash from beginnings"
        " where beginnings.account_id = records.account_id"
    )
    op.execute(
        "delete from holdings as old using holdings as new where new.account_id = old.account_id"
        " and new.symbol = old.symbol and new.epoch > old.epoch"
    )
    op.drop_constraint("holdings_pkey", "holdings")
    op.create_primary_key("holdings_pkey", "holdings", ["account_id", "symbol"])
    op.drop_column("holdings", "epoch")
    op.drop_index("fills_of_a_trip", "fills")
    op.drop_index("fills_by_day", "fills")
    op.drop_constraint("fills_in_order", "fills")
    for name in ONLY_NOW:
        op.drop_column("fills", name)
    op.alter_column("fills", "market_time", nullable=True)
    op.create_index("fills_account_id", "fills", ["account_id"])
    for name in ("latest", "number"):
        op.drop_column("records", name)
    for table in ("names", "trips", "bars", "order_facts", "payments", "beginnings"):
        op.drop_table(table)
