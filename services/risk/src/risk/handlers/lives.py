"""What happens to accounts as such: they open, get and give back dollars, start over, and end."""

from collections.abc import Iterator
from datetime import timedelta

from bus.handlers import Occurrence
from events import (
    AccountClosed,
    AccountOpened,
    AccountReset,
    AccountReviewRequested,
    AccountWindingUp,
    CashDeposited,
    CashWithdrawn,
    Event,
    InterestCharged,
    TradingHalted,
    TradingResumed,
    WithdrawalApproved,
    WithdrawalRefused,
    WithdrawalRequested,
)
from risk.domain.account import TradingAccount
from risk.domain.assessing import halted
from risk.domain.life import PATIENCE_SECONDS
from risk.domain.supervising import supervise
from risk.domain.withdrawing import pay_in, withdraw, withdrawable
from risk.handlers.orders import admitted, rest_of
from risk.handlers.registry import handlers
from risk.handlers.telling import event_of
from vocabulary import WindingPurpose

PATIENCE = timedelta(seconds=PATIENCE_SECONDS)
WINDING = {
    WindingPurpose.RESET: "the account is being reset",
    WindingPurpose.CLOSE: "the account is being closed",
}


@handlers.on(AccountOpened)
def open_account(account: TradingAccount, opened: AccountOpened) -> Iterator[Event]:
    """A new account may commit what it was given, and orders that came too early are decided on."""
    account.profile.user_id, account.profile.margin = opened.user_id, opened.margin
    account.open(opened.cash)
    yield from admitted(account)


@handlers.on(CashDeposited)
def take_in(account: TradingAccount, paid_in: CashDeposited) -> Iterator[Event]:
    """What came in may be spent. What goes out was taken off when it was approved."""
    pay_in(account, paid_in.amount)
    yield from ()


@handlers.on(CashWithdrawn)
def let_go(_account: TradingAccount, _withdrawal: CashWithdrawn) -> Iterator[Event]:
    """Do nothing: it was taken off when it was approved.

    Earlier versions did so here, and their queues are bound to it still; what is delivered and not
    handled would be parked, and everything else of the account would wait behind it.
    """
    yield from ()


@handlers.on(InterestCharged)
def take_interest(account: TradingAccount, charged: InterestCharged) -> Iterator[Event]:
    """What owing dollars has cost cannot be spent any more."""
    account.earn(-charged.amount)
    yield from ()


@handlers.on(WithdrawalRequested)
def let_out(account: TradingAccount, asked: WithdrawalRequested) -> Iterator[Event]:
    """From now on no order may spend it; or it has to stay, and why."""
    refused = withdraw(account, asked.amount, asked.fills)
    if refused is None:
        yield WithdrawalApproved(
            account_id=account.account_id,
            transfer_id=asked.transfer_id,
            amount=asked.amount,
            market_time=asked.market_time,
        )
        return
    yield WithdrawalRefused(
        account_id=account.account_id,
        transfer_id=asked.transfer_id,
        reason=refused.reason,
        rule=refused.rule,
        free_cash=withdrawable(account),
    )


@handlers.on(AccountWindingUp)
def wind_up(account: TradingAccount, winding: AccountWindingUp) -> Iterator[Event]:
    """Take no more orders, have those withdrawn that are open, and say when none is left."""
    if not account.profile.life.wind_up(winding.winding_id, winding.purpose):
        return
    account.is_changed = True
    if account.holders:
        reason = WINDING[winding.purpose]
        yield TradingHalted(account_id=account.account_id, reason=reason)
    yield from admitted(account)  # those that still wait are refused
    yield from rest_of(account)


@handlers.on(AccountReset)
def start_over(account: TradingAccount, reset: AccountReset) -> Iterator[Event]:
    """The account begins again, with cash and without shares."""
    was_halted = account.profile.life.winding is not None
    account.start_over(reset.cash)
    if was_halted and halted(account) is None:
        yield TradingResumed(account_id=account.account_id)


@handlers.on(AccountClosed)
def end(account: TradingAccount, closed: AccountClosed) -> Iterator[Event]:
    """Nothing is ordered any more."""
    account.end()
    yield from ()


@handlers.on_occurrences(AccountReviewRequested)
def review_account(account: TradingAccount, occurrence: Occurrence) -> Iterator[Event]:
    """Look after an account whose margin or limits may not hold any more, or that is not there."""
    review: AccountReviewRequested = occurrence.data
    yield from admitted(account, occurrence.time - PATIENCE)
    for deed in supervise(account, review.market_time, occurrence.id):
        yield from event_of(account, deed, review.market_time)
