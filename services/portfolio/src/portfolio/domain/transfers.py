"""Deposits and withdrawals: play money that comes in or goes out in an account's own turn."""

from datetime import datetime
from uuid import UUID

from portfolio.domain.account import Account
from portfolio.domain.ledger import BookingKind
from portfolio.domain.life import Outcome, TransferState
from vocabulary import NO_MONEY, MarginType, Money, plain

NOT_AT_WORK = "the account is being reset or closed"
NOT_SETTLED = "it comes from sales that are not settled before"


def deposit(
    account: Account, transfer_id: UUID, amount: Money, market_time: datetime | None
) -> bool:
    """Book ``amount`` dollars that come in; whether that could be done."""
    if not may_move(account, transfer_id):
        return False
    about = f"deposit of {plain(amount)}"
    account.pay_in(transfer_id, amount, BookingKind.DEPOSIT, about, market_time)
    account.news.outcomes.append(Outcome(transfer_id, TransferState.DONE))
    return True


def withdraw(
    account: Account, transfer_id: UUID, amount: Money, market_time: datetime | None
) -> None:
    """Book ``amount`` dollars that go out, because they were found to be free.

    Raises:
        AccountNotOpen, AccountIsClosed: there are no books to enter it into.
    """
    about, out = f"withdrawal of {plain(amount)}", Money(-amount)
    account.pay_in(transfer_id, out, BookingKind.WITHDRAWAL, about, market_time)
    account.leaving.pop(transfer_id, None)
    account.news.outcomes.append(Outcome(transfer_id, TransferState.DONE))


def refuse(account: Account, transfer_id: UUID, reason: str, free_cash: Money | None) -> None:
    """Note why a transfer was not made."""
    account.leaving.pop(transfer_id, None)
    account.news.outcomes.append(Outcome(transfer_id, TransferState.REFUSED, reason, free_cash))


def may_withdraw(
    account: Account, transfer_id: UUID, amount: Money, market_time: datetime | None
) -> bool:
    """Whether risk is to be asked for so many dollars; if they are not settled, they are refused.

    What it is asked for already counts as gone. More than there is at all is for risk to refuse,
    who knows what else there is to say; but risk would lend it to a margin account, on shares whose
    sale is not settled.
    """
    if not may_move(account, transfer_id):
        return False
    unsettled = account.unsettled.of(market_time)
    there = Money(account.cash - sum(account.leaving.values(), NO_MONEY))
    settled = Money(max(there - unsettled, NO_MONEY))
    is_lent = account.margin is MarginType.MARGIN
    if unsettled and settled < amount and (is_lent or amount <= account.cash):
        reason = f"{NOT_SETTLED} {account.unsettled.settles_on}"
        refuse(account, transfer_id, reason, settled)
        return False
    account.leaving[transfer_id] = amount
    account.news.asked.append(transfer_id)
    return True


def may_move(account: Account, transfer_id: UUID) -> bool:
    """Whether the account's money may be moved now; if not, the transfer is refused."""
    if not account.is_at_work:
        refuse(account, transfer_id, NOT_AT_WORK, None)
    return account.is_at_work
