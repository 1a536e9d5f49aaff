"""Splits of companies, whoever holds their shares."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from vocabulary import Quantity, Symbol


class Split(NamedTuple):
    """``new_shares`` for ``old_shares`` from ``market_time`` on."""

    action_id: UUID
    symbol: Symbol
    new_shares: Quantity
    old_shares: Quantity
    market_time: datetime


@dataclass(slots=True)
class Company:
    """The company behind a symbol. ``news`` are splits that are not yet saved."""

    symbol: Symbol
    news: list[Split] = field(default_factory=list[Split])
