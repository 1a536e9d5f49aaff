"""Whom an account trades with, and how it shows there who it is."""

from dataclasses import dataclass, field
from enum import StrEnum


class BrokerName(StrEnum):
    """A broker, and which of its worlds."""

    ALPACA_PAPER = "alpaca-paper"
    ALPACA_LIVE = "alpaca-live"


@dataclass(frozen=True, slots=True)
class BrokerKeys:
    """How an account is let in at its broker. Neither is shown when this is printed."""

    key_id: str = field(repr=False)
    secret: str = field(repr=False)
