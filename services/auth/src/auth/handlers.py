"""What the auth service does when the portfolio service tells of accounts."""

from collections.abc import Iterator

from auth.domain.accounts import Account, Person
from bus.handlers import Handlers, Occurrence
from events import (
    AccountClosed,
    AccountOpened,
    AccountRenamed,
    Event,
    SessionRevoked,
    UserDeleted,
)
from vocabulary import RevocationReason

accounts = Handlers[Account](key="account_id")
people = Handlers[Person](key="user_id")


@accounts.on_occurrences(AccountOpened)
def know_account(account: Account, occurrence: Occurrence) -> Iterator[Event]:
    """From now on tokens may speak for it."""
    opened: AccountOpened = occurrence.data
    account.open(opened.user_id, opened.account_name, occurrence.time)
    yield from ()


@accounts.on(AccountRenamed)
def rename_account(account: Account, renamed: AccountRenamed) -> Iterator[Event]:
    """It is shown under its new name."""
    account.rename(renamed.account_name)
    yield from ()


@accounts.on_occurrences(AccountClosed)
def close_account(account: Account, occurrence: Occurrence) -> Iterator[Event]:
    """No token speaks for it any more, and its API keys end."""
    for key in account.close(occurrence.time):
        yield SessionRevoked(
            account_id=key.account_id,
            user_id=key.user_id,
            session_id=key.session_id,
            reason=RevocationReason.REVOKED,
        )


@people.on_occurrences(AccountOpened)
def follow_who_left(person: Person, occurrence: Occurrence) -> Iterator[Event]:
    """Who opens an account at the very moment of leaving leaves it, too.

    It is known from here on as well: who leaves next finds it, however far the other queue is.
    """
    opened: AccountOpened = occurrence.data
    account = Account(opened.account_id)
    account.open(person.user_id, opened.account_name, occurrence.time)
    person.accounts.append(account)
    if person.is_gone:
        yield UserDeleted(user_id=person.user_id, account_id=opened.account_id)
