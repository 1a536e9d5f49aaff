"""What accounts hold: what can be closed, and what a reduce-only order can reduce."""

from collections.abc import Iterator

from bus.handlers import Handlers
from events import Event, PositionChanged
from order.domain.holdings import Holdings

holdings = Handlers[Holdings](key="account_id")


@holdings.on(PositionChanged)
def follow_position(held: Holdings, changed: PositionChanged) -> Iterator[Event]:
    """Keep the newest."""
    held.changed[changed.symbol] = changed.quantity
    yield from ()
