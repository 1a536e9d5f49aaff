"""Play money comes and goes: what was paid in, and neither profit nor loss."""

from decimal import Decimal
from uuid import uuid4

import pytest
from paper_account import ME, NOON, dollars, opened

from portfolio.domain.account import Account
from portfolio.domain.ledger import BookingKind
from portfolio.domain.life import Outcome, TransferState, Winding
from portfolio.domain.refusals import AccountNotOpen
from portfolio.domain.transfers import NOT_AT_WORK, deposit, refuse, withdraw
from portfolio.domain.winding import wind_up
from vocabulary import WindingPurpose


def test_a_deposit_is_paid_in_and_no_profit() -> None:
    account, transfer_id = opened(), uuid4()

    assert deposit(account, transfer_id, dollars("250.5"), NOON)

    assert (account.cash, account.paid_in, account.realised) == (Decimal("100250.5"),) * 2 + (0,)
    booking = account.bookings[-1]
    assert (booking.booking_id, booking.kind) == (transfer_id, BookingKind.DEPOSIT)
    assert account.news.outcomes == [Outcome(transfer_id, TransferState.DONE)]


def test_a_withdrawal_is_paid_out_and_no_loss() -> None:
    account, transfer_id = opened(), uuid4()

    withdraw(account, transfer_id, dollars("400"), NOON)

    assert (account.cash, account.paid_in, account.realised) == (99_600, 99_600, 0)
    ours = [entry.amount for entry in account.bookings[-1].entries if entry.account_id == ME]
    assert ours == [-400]


def test_a_refusal_moves_nothing_and_says_why() -> None:
    account, transfer_id = opened(), uuid4()

    refuse(account, transfer_id, "it is not free", dollars("12"))

    assert account.news.outcomes == [
        Outcome(transfer_id, TransferState.REFUSED, "it is not free", dollars("12"))
    ]
    assert account.cash == 100_000
    assert account.is_changed


def test_an_account_that_is_wound_up_takes_no_deposit() -> None:
    account, transfer_id = opened(), uuid4()
    wind_up(account, Winding(uuid4(), WindingPurpose.CLOSE))

    assert not deposit(account, transfer_id, dollars("1"), NOON)
    assert account.news.outcomes == [Outcome(transfer_id, TransferState.REFUSED, NOT_AT_WORK)]
    assert account.cash == 100_000


def test_nothing_is_booked_on_an_account_that_was_never_opened() -> None:
    with pytest.raises(AccountNotOpen):
        withdraw(Account(ME), uuid4(), dollars("1"), NOON)
