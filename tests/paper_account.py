"""The books of an account for tests of the ledger's rules."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from portfolio.domain.account import Account
from portfolio.domain.trade import Fill
from vocabulary import AccountId, FillId, Money, OrderId, Price, Quantity, Side, Symbol, UserId

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
ME = AccountId(uuid4())
IBM = Symbol("IBM")


def dollars(amount: str) -> Money:
    """Written like ``250.50``."""
    return Money(Decimal(amount))


def opened(cash: str = "100000") -> Account:
    """An account in which nothing has happened yet."""
    account = Account(ME, dollars(cash))
    account.open(UserId(uuid4()))
    return account


def a_fill(side: Side = Side.BUY, quantity: str = "10", price: str = "182.5") -> Fill:
    """What the market filled, at noon."""
    ids = FillId(uuid4()), OrderId(uuid4())
    shares, each = Quantity(Decimal(quantity)), Price(Decimal(price))
    return Fill(*ids, IBM, side, shares, each, "market", NOON)
