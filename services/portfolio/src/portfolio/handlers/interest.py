"""Interest on what accounts owe, in their own turns."""

from collections.abc import Iterator

from events import Event, InterestCharged, InterestDue, PortfolioUpdated
from portfolio.domain.account import Account
from portfolio.domain.interest import charge
from portfolio.handlers.registry import handlers


@handlers.on(InterestDue)
def charge_interest(account: Account, due: InterestDue) -> Iterator[Event]:
    """Take it; being told twice changes nothing."""
    booked = charge(account, due.day, due.epoch, due.amount, due.market_time)
    if booked is None:
        return
    yield InterestCharged(
        account_id=account.account_id,
        booking_id=booked.booking_id,
        amount=due.amount,
        cash=account.cash,
        market_time=due.market_time,
    )
    yield PortfolioUpdated(account_id=account.account_id, cash=account.cash)
