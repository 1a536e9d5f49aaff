"""Accounts that hold shares, what companies do to these, and what is in the books afterwards."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from portfolio.domain.account import Account
from portfolio.domain.actions import Action, Actions
from portfolio.domain.claims import Claims
from portfolio.domain.entitlements import Deed, book, catch_up
from portfolio.domain.ledger import CASH
from portfolio.domain.lots import Queue
from portfolio.domain.trade import Fill
from vocabulary import (
    AccountId,
    CorporateActionKind,
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
    uuid7,
)

IBM = Symbol("IBM")
EX = datetime(2014, 6, 9, 4, tzinfo=UTC)
BEFORE, AFTER = EX - timedelta(hours=8), EX + timedelta(hours=10)
PAY_DAY = EX + timedelta(days=30)
SAID = datetime(2026, 11, 21, 12, tzinfo=UTC)
EARLY = int(SAID.timestamp() * 1000) - 60_000
OPENING = Money(Decimal(1_000_000))


def split(
    new: int, old: int, last_price: str | None = None, said: datetime | None = SAID
) -> Action:
    return Action(
        uuid4(),
        IBM,
        CorporateActionKind.SPLIT,
        EX,
        Quantity(Decimal(new)),
        Quantity(Decimal(old)),
        None if last_price is None else Price(Decimal(last_price)),
        said_at=said,
    )


def dividend(amount: str, pays_at: datetime | None = PAY_DAY) -> Action:
    return Action(
        uuid4(),
        IBM,
        CorporateActionKind.DIVIDEND,
        EX,
        amount=Price(Decimal(amount)),
        pays_at=pays_at,
        said_at=SAID,
    )


def holder(*actions: Action) -> Account:
    account = Account(AccountId(uuid4()), OPENING)
    account.open(UserId(uuid4()))
    known = Actions()
    known.know(actions)
    account.claims = Claims(known)
    return account


def fill(text: str, at: datetime = BEFORE, made: int = EARLY) -> Fill:
    """One like ``"buy 10 at 700"``."""
    side, quantity, _, price = text.split()
    return Fill(
        FillId(uuid4()),
        OrderId(uuid7(made, uuid4().bytes[:10])),
        IBM,
        Side(side),
        Quantity(Decimal(quantity)),
        Price(Decimal(price)),
        "market",
        at,
    )


def hear(account: Account, fill: Fill) -> list[Deed]:
    return [*catch_up(account, fill), *book(account, fill)]


def held(account: Account) -> tuple[Decimal, Decimal, Decimal]:
    """Shares, what they cost, and the cash there is."""
    position = account.positions[IBM]
    return position.quantity, position.cost, account.cash


def booked(account: Account, asset: str) -> Decimal:
    entries = (one for booking in account.bookings for one in booking.entries)
    own = (amount for owner, of, amount in entries if (owner, of) == (account.account_id, asset))
    return sum(own, Decimal(0))


def check_books(account: Account) -> None:
    """The ledger, the balances and the lots say the same."""
    position, queue = account.positions[IBM], Queue()
    for step in account.steps:
        queue.take(step)
    assert booked(account, IBM) == position.quantity
    assert booked(account, CASH) == account.cash
    assert sum((lot.quantity for lot in queue.open), Decimal(0)) == position.quantity
    earned = account.realised + account.dividends
    assert account.cash + account.invested == account.paid_in + earned
