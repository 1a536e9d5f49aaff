"""What owing dollars has cost cannot be spent any more."""

from decimal import Decimal
from uuid import uuid4

from events import InterestCharged
from risk.domain.account import TradingAccount
from risk.domain.rulebook import Rulebook
from risk.handlers import handlers
from vocabulary import AccountId, Money

ME = AccountId(uuid4())


def test_interest_makes_less_of_what_is_free() -> None:
    account = TradingAccount(ME, Rulebook())
    account.open(Money(Decimal(100)))
    charged = InterestCharged(
        account_id=ME, booking_id=uuid4(), amount=Money(Decimal("1.5")), cash=Money(Decimal(-1))
    )

    assert list(handlers.handle(account, charged)) == []

    assert account.free_cash == Decimal("98.5")
    assert account.is_changed
