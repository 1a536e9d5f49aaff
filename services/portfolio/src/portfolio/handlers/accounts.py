"""What happens to accounts as such: they are opened, come to rest, start over and end."""

from collections.abc import Iterator
from uuid import uuid5

from events import (
    AccountAtRest,
    AccountClosed,
    AccountOpened,
    AccountReset,
    AccountWindingUp,
    Event,
    PortfolioUpdated,
    UserDeleted,
    UserRegistered,
    WindingUpRequested,
)
from portfolio.domain.account import Account
from portfolio.domain.life import PLAIN, Winding
from portfolio.domain.winding import come_to_rest, finish, leave, wind_up
from portfolio.handlers.registry import handlers
from vocabulary import WindingPurpose


@handlers.on(UserRegistered)
def open_account(account: Account, registered: UserRegistered) -> Iterator[Event]:
    """Open a new user's first account; being told twice changes nothing."""
    if account.is_open:
        return
    account.open(registered.user_id)
    yield AccountOpened(
        account_id=account.account_id,
        user_id=registered.user_id,
        cash=account.cash,
        account_name=PLAIN.name,
    )
    yield PortfolioUpdated(account_id=account.account_id, cash=account.cash)


@handlers.on(WindingUpRequested)
def begin_to_wind_up(account: Account, wish: WindingUpRequested) -> Iterator[Event]:
    """Ask risk to bring the account to rest, because its owner wants it to start over or to end."""
    winding = Winding(wish.winding_id, wish.purpose, wish.cash, wish.market_time)
    if wind_up(account, winding):
        yield _winding_up(account, winding)


@handlers.on(UserDeleted)
def wind_up_for_good(account: Account, left: UserDeleted) -> Iterator[Event]:
    """Bring the account of somebody who left to its end: no order of nobody stays on the book."""
    winding = Winding(uuid5(left.account_id, "left"), WindingPurpose.CLOSE)
    if leave(account, winding):
        yield _winding_up(account, winding)
    yield from finished(account)


@handlers.on(AccountAtRest)
def rest(account: Account, resting: AccountAtRest) -> Iterator[Event]:
    """Reset or close the account, if all that it traded is booked by now."""
    come_to_rest(account, resting.winding_id, resting.fills)
    yield from finished(account)


def finished(account: Account) -> Iterator[Event]:
    """What is said of an account that was wound up and has come to rest; nothing of others."""
    done = finish(account)
    if done is None:
        return
    account_id, at = account.account_id, account.booked_until
    if account.is_closed:
        yield PortfolioUpdated(account_id=account_id, cash=account.cash)
        yield AccountClosed(account_id=account_id, epoch=account.epoch, market_time=at)
        return
    yield AccountReset(
        account_id=account_id, cash=account.cash, epoch=account.epoch, market_time=at
    )
    yield PortfolioUpdated(account_id=account_id, cash=account.cash)


def _winding_up(account: Account, winding: Winding) -> AccountWindingUp:
    return AccountWindingUp(
        account_id=account.account_id, winding_id=winding.winding_id, purpose=winding.purpose
    )
