"""What has to be done about brokers when something happens elsewhere."""

from collections.abc import Iterator

from bus.handlers import Handlers
from events import Event, UserDeleted
from order.domain.routing.leaver import Leaver

routing = Handlers[Leaver](key="account_id")


@routing.on(UserDeleted)
def forget_keys(leaver: Leaver, _left: UserDeleted) -> Iterator[Event]:
    """Forget what lets the account in at its broker."""
    leaver.has_left = True
    yield from ()
