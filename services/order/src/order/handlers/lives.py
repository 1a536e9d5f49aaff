"""What has to be known of accounts: how their orders are filled, and when they are empty."""

from collections.abc import Iterator

from bus.handlers import Handlers
from events import AccountAtRest, AccountClosed, AccountOpened, Event
from order.domain.lives import AccountNews
from order.domain.models.fills import NAMES

lives = Handlers[AccountNews](key="account_id")


@lives.on(AccountOpened)
def choose_model(news: AccountNews, opened: AccountOpened) -> Iterator[Event]:
    """Fill its orders as its owner wants; a model of the future is none that we have."""
    if opened.fill_model in NAMES:
        news.fill_model = opened.fill_model
    yield from ()


@lives.on(AccountAtRest)
def empty_account(news: AccountNews, _resting: AccountAtRest) -> Iterator[Event]:
    """Know of no position any more: what it holds goes, and it trades no more before it has gone.

    Nothing is traded between this and the reset that follows, which may be heard of later than the
    first trade after it.
    """
    news.is_empty = True
    yield from ()


@lives.on(AccountClosed)
def forget_broker(news: AccountNews, _closed: AccountClosed) -> Iterator[Event]:
    """Forget what lets the account in at its broker."""
    news.is_closed = True
    yield from ()
