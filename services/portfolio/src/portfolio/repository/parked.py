"""Whose events are parked: nobody tells them anything, it would be parked behind them."""

from typing import Any

from sqlalchemy import Column, ColumnElement, String, cast, exists

from bus.tables import parked

CONSUMER = "portfolio.accounts"
"""Whoever handles what is said to accounts."""


EVERYBODY_IS_HEARD = ~exists().where(parked.c.consumer == CONSUMER)


def is_heard(account_id: Column[Any]) -> ColumnElement[bool]:
    """Whether an account handles what it is told."""
    key = cast(account_id, String)
    return ~exists().where(parked.c.consumer == CONSUMER, parked.c.key == key)
