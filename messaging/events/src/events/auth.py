"""Facts owned by the auth service."""

from events.base import Event
from vocabulary import AccountId, UserId


class UserRegistered(Event, name="USER_REGISTERED", key="user_id"):
    """Somebody signed up. ``account_id`` names the first account, which portfolio then opens."""

    user_id: UserId
    account_id: AccountId
    display_name: str
