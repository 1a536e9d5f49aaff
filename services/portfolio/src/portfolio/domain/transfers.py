"""Deposits and withdrawals: play money that comes in or goes out in an account's own turn."""

from datetime import datetime
from uuid import UUID

from portfolio.domain.account import Account
from portfolio.domain.ledger import BookingKind
from portfolio.domain.life import Outcome, TransferState
from vocabulary import NO_MONEY, Money, plain

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
    account.news.outcomes.append(Outcome(transfer_id, TransferState.DONE))


def refuse(account: Account, transfer_id: UUID, reason: str, free_cash: Money | None) -> None:
    """Note why a transfer was not made."""
    account.news.outcomes.append(Outcome(transfer_id, TransferState.REFUSED, reason, free_cash))


def may_withdraw(
    account: Account, transfer_id: UUID, amount: Money, market_time: datetime | None
) -> bool:
    """Whether so many dollars may be asked for; if they are not settled, they are refused.

    More than there is at all is for risk to refuse, who knows what else there is to say.
    """
    if not may_move(account, transfer_id):
        return False
    unsettled = account.unsettled.of(market_time)
    settled = Money(max(account.cash - unsettled, NO_MONEY))
    if settled < amount <= account.cash:
        reason = f"{NOT_SETTLED} {account.unsettled.settles_on}"
        refuse(account, transfer_id, reason, settled)
        return False
    return True


def may_move(account: Account, transfer_id: UUID) -> bool:
    """Whether the account's money may be moved now; if not, the transfer is refused."""
    if not account.is_at_work:
        refuse(account, transfer_id, NOT_AT_WORK, None)
    return account.is_at_work
