"""Facts owned by the auth service."""

from events.base import Event, OfAccount
from vocabulary import UserId


class UserRegistered(OfAccount, Event, name="USER_REGISTERED"):
    """Somebody signed up. ``account_id`` names the first account, which portfolio then opens."""

    user_id: UserId
    """Who."""
    display_name: str
    """What they want to be called."""
