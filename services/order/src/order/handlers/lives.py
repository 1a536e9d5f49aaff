"""What has to be known of accounts: how their orders are filled, and when they are empty."""

from collections.abc import Iterator

from bus.handlers import Handlers, Occurrence
from events import AccountAtRest, AccountClosed, AccountOpened, AccountReset, Event
from order.domain.lives import AccountNews
from order.domain.models.fills import NAMES

lives = Handlers[AccountNews](key="account_id")


@lives.on(AccountOpened)
def choose_model(news: AccountNews, opened: AccountOpened) -> Iterator[Event]:
    """Fill its orders as its owner wants; a model of the future is none that we have."""
    if opened.fill_model in NAMES:
        news.fill_model = opened.fill_model
    yield from ()


@lives.on_occurrences(AccountAtRest)
def empty_account(news: AccountNews, occurrence: Occurrence) -> Iterator[Event]:
    """Know of no position any more that was traded before: what the account holds goes.

    Nothing is traded between this and the reset that follows. But what is traded after that may be
    booked here before we hear of this, and stays.
    """
    news.rested_at, news.epoch = occurrence.time, None
    yield from ()


@lives.on_occurrences(AccountReset)
def begin_anew(news: AccountNews, occurrence: Occurrence) -> Iterator[Event]:
    """Know of nothing that splits have added since the account came to rest, and before this."""
    reset: AccountReset = occurrence.data
    news.rested_at, news.epoch = occurrence.time, reset.epoch
    yield from ()


@lives.on_occurrences(AccountClosed)
def end(news: AccountNews, occurrence: Occurrence) -> Iterator[Event]:
    """Forget what lets the account in at its broker, and all that it held.

    Splits that are heard of late belong to an epoch that is over, as if another one had begun.
    """
    closed: AccountClosed = occurrence.data
    news.rested_at, news.epoch = occurrence.time, closed.epoch + 1
    news.is_closed = True
    yield from ()
