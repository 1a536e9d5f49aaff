"""What happens to accounts as such: they are opened."""

from collections.abc import Iterator

from events import AccountOpened, Event, PortfolioUpdated, UserRegistered
from portfolio.domain.account import Account
from portfolio.handlers.registry import handlers


@handlers.on(UserRegistered)
def open_account(account: Account, registered: UserRegistered) -> Iterator[Event]:
    """Open a new user's first account; being told twice changes nothing."""
    if account.is_open:
        return
    account.open(registered.user_id)
    yield AccountOpened(
        account_id=account.account_id, user_id=registered.user_id, cash=account.cash
    )
    yield PortfolioUpdated(account_id=account.account_id, cash=account.cash)
