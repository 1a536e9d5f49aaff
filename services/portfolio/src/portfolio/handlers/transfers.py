"""Play money that comes in or goes out, in the account's own turn."""

from collections.abc import Iterator

from events import (
    CashDeposited,
    CashWithdrawn,
    Event,
    PortfolioUpdated,
    TransferRequested,
    WithdrawalApproved,
    WithdrawalRefused,
    WithdrawalRequested,
)
from portfolio.domain.account import Account
from portfolio.domain.transfers import deposit, may_withdraw, refuse, withdraw
from portfolio.handlers.registry import handlers
from vocabulary import TransferKind


@handlers.on(TransferRequested)
def begin_transfer(account: Account, wish: TransferRequested) -> Iterator[Event]:
    """Book a deposit; of a withdrawal that is settled ask risk, who knows what is held."""
    transfer_id, amount, at = wish.transfer_id, wish.amount, wish.market_time
    if wish.kind is TransferKind.WITHDRAWAL:
        if may_withdraw(account, transfer_id, amount, at):
            yield WithdrawalRequested(
                account_id=account.account_id,
                transfer_id=transfer_id,
                amount=amount,
                market_time=at,
                fills=account.fills if account.unsettled.days else None,
            )
    elif deposit(account, transfer_id, amount, at):
        yield CashDeposited(
            account_id=account.account_id,
            booking_id=transfer_id,
            amount=amount,
            cash=account.cash,
            market_time=at,
        )
        yield PortfolioUpdated(account_id=account.account_id, cash=account.cash)


@handlers.on(WithdrawalApproved)
def book_withdrawal(account: Account, approved: WithdrawalApproved) -> Iterator[Event]:
    """Book what goes out; risk has seen to it that no order spends it."""
    transfer_id, amount, at = approved.transfer_id, approved.amount, approved.market_time
    withdraw(account, transfer_id, amount, at)
    yield CashWithdrawn(
        account_id=account.account_id,
        booking_id=transfer_id,
        amount=amount,
        cash=account.cash,
        market_time=at,
    )
    yield PortfolioUpdated(account_id=account.account_id, cash=account.cash)


@handlers.on(WithdrawalRefused)
def note_refusal(account: Account, refused: WithdrawalRefused) -> Iterator[Event]:
    """Say to whoever asked why nothing was moved."""
    refuse(account, refused.transfer_id, refused.rule, refused.free_cash)
    yield from ()
