"""The tables of what companies do to their shares."""

from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, String, Table, func, text

from chassis.tables import identity, money, price, quantity, timestamp
from portfolio.tables.metadata import metadata


def _terms() -> tuple[Column[Any], ...]:
    return (
        Column("symbol", String, nullable=False),
        Column("kind", String, nullable=False),
        timestamp("effective_at"),
        quantity("new_shares", nullable=True),
        quantity("old_shares", nullable=True),
        price("last_price", nullable=True),
        price("amount", nullable=True),
        timestamp("pays_at", nullable=True),
        timestamp("said_at", nullable=True),
    )


actions = Table(
    "actions",
    metadata,
    identity("action_id", primary_key=True),
    *_terms(),
    Column("heard_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("is_finished", Boolean, nullable=False, server_default="false"),
    Index("actions_of_symbols", "symbol"),
)
"""Splits, and dividends of ``amount`` dollars a share, that are announced or were effective.

``said_at`` is when they were said to be effective, by the clock on the wall, and ``heard_at`` when
that was stored here. Nobody is told of what ``is_finished``, and trades do not ask for it.
"""

entitlements = Table(
    "entitlements",
    metadata,
    identity("account_id", primary_key=True),
    identity("action_id", primary_key=True),
    *_terms(),
    Column("epoch", Integer, nullable=False),
    quantity("shares"),
    money("paid", nullable=True),
    Index(
        "entitlements_to_pay",
        "pays_at",
        postgresql_where=text("paid is null and kind = 'dividend'"),
    ),
)
"""What accounts held when an action became effective, negative if owed, and what it did to them.

It is done when the row is there, with the terms of the row; ``paid`` are the dollars of a dividend.
"""
