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
