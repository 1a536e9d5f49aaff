"""Who is at the other end of a connection."""

from dataclasses import dataclass

from vocabulary import AccountId, SessionId, UserId


class TryAgain(Exception):
    """Nobody can say now who the visitor is."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A user, the account they look at, and in which session, until ``expires_at``.

    That is in Unix seconds. An API key is a session, too.
    """

    user_id: UserId
    account_id: AccountId
    session_id: SessionId
    expires_at: int
