"""What was paid out is heard of, and taken off once: when it was approved."""

from decimal import Decimal
from uuid import uuid4

from events import CashWithdrawn, WithdrawalRequested
from risk.domain.account import TradingAccount
from risk.domain.rulebook import Rulebook
from risk.handlers import handlers
from vocabulary import AccountId, Money

ME = AccountId(uuid4())


def test_what_was_approved_is_not_taken_off_again_when_it_was_booked() -> None:
    account, transfer_id, amount = TradingAccount(ME, Rulebook()), uuid4(), Money(Decimal(40))
    account.open(Money(Decimal(100)))
    asked = WithdrawalRequested(account_id=ME, transfer_id=transfer_id, amount=amount)
    booked = CashWithdrawn(
        account_id=ME, booking_id=transfer_id, amount=amount, cash=Money(Decimal(60))
    )

    assert [one.name for one in handlers.handle(account, asked)] == ["WITHDRAWAL_APPROVED"]
    assert list(handlers.handle(account, booked)) == []
    assert account.free_cash == 60


def test_how_many_fills_were_booked_when_it_was_asked_counts() -> None:
    account, amount = TradingAccount(ME, Rulebook()), Money(Decimal(40))
    account.open(Money(Decimal(100)))
    account.profile.life.fills = 1

    for fills, answer in ((0, "WITHDRAWAL_REFUSED"), (1, "WITHDRAWAL_APPROVED")):
        asked = WithdrawalRequested(account_id=ME, transfer_id=uuid4(), amount=amount, fills=fills)
        assert [one.name for one in handlers.handle(account, asked)] == [answer]
