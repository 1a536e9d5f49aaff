"""Lots, first in, first out; those of positions that are there already follow from their trades."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from portfolio.domain.lots import Closing, Move, Queue
from vocabulary import NO_SHARES, Quantity

revision = "0004"
down_revision = "0003"

MONEY, SHARES = sa.Numeric(38, 4), sa.Numeric(38, 9)
MOMENT = sa.DateTime(timezone=True)
ROWS_AT_ONCE = 1000
TRADES = """
    select fill_id, account_id, symbol, number, epoch, market_time,
        case side when 'buy' then quantity else -quantity end as moved,
        case side when 'buy' then value else -value end as paid
    from trades order by account_id, symbol, number
"""


def upgrade() -> None:
    """Create them, and go through all trades once."""
    lots = op.create_table(
        "lots",
        sa.Column("lot_id", sa.Uuid, primary_key=True),
        *_of_account(),
        sa.Column("opened_at", MOMENT),
        sa.Column("quantity", SHARES, nullable=False),
        sa.Column("cost", MONEY, nullable=False),
        sa.CheckConstraint("quantity <> 0 or cost = 0", name="no_shares_cost_nothing"),
    )
    closings = op.create_table(
        "closings",
        sa.Column("booking_id", sa.Uuid, primary_key=True),
        sa.Column("lot_id", sa.Uuid, primary_key=True),
        *_of_account(),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("opened_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("quantity", SHARES, nullable=False),
        sa.Column("cost", MONEY, nullable=False),
        sa.Column("proceeds", MONEY, nullable=False),
    )
    _fill(lots, closings)
    is_open = sa.text("quantity <> 0")
    named = ["account_id", "symbol", "number"]
    op.create_index("open_lots", "lots", named, postgresql_where=is_open)
    op.create_index("closings_of_accounts", "closings", ["account_id", "number", "place"])
    op.execute(
        "create trigger history_is_final before update or delete or truncate on closings"
        " for each statement execute function refuse_change()"
    )


def _of_account() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )


def _fill(lots: sa.Table, closings: sa.Table) -> None:
    """Give every trade its place; all that is in memory is the lots of one position."""
    connection = op.get_bind()
    streamed = {"yield_per": ROWS_AT_ONCE}
    trades = connection.execute(sa.text(TRADES), execution_options=streamed)
    for (account_id, symbol), own in groupby(trades, lambda row: (row.account_id, row.symbol)):
        of = {"account_id": account_id, "symbol": symbol}
        queue = Queue()
        for move in _moves(own):
            queue.take(move)
        touched = queue.opened.values()
        _insert(connection, lots, ({**_row(one), **of} for one in touched))
        _insert(connection, closings, _closed(queue.closings, of))


def _moves(trades: Iterable[Any]) -> Iterator[Move]:
    held = NO_SHARES
    for one in trades:
        at, changed = one.market_time, (held, one.moved, one.paid)
        yield Move(one.fill_id, one.number, one.epoch, one.symbol, *changed, at)
        held = Quantity(held + one.moved)


def _row(lot: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: getattr(lot, name) for name in lot.__slots__}


def _closed(closings: Iterable[Closing], of: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for _, together in groupby(closings, lambda one: one.booking_id):
        for place, one in enumerate(together):
            yield {**one._asdict(), **of, "place": place}


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        connection.execute(table.insert(), some)


def downgrade() -> None:
    """Forget them; they can be worked out again."""
    op.drop_table("closings")
    op.drop_table("lots")
