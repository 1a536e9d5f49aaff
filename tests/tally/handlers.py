"""Orders are counted and accepted, except the one that nobody can handle."""

from collections.abc import Iterator

from bus.handlers import Handlers
from events import Event, OrderAccepted, OrderCreated
from tally.account import Tally
from vocabulary import Symbol

POISON = Symbol("POISON")


def make_handlers(*, fixed: bool = False) -> Handlers[Tally]:
    """The handlers before the fix, or after it."""
    handlers = Handlers[Tally](key="account_id")

    @handlers.on(OrderCreated)
    def count(tally: Tally, order: OrderCreated) -> Iterator[Event]:
        tally.count(int(order.quantity))
        if order.symbol == POISON and not fixed:
            raise ArithmeticError("nobody can handle this")
        yield OrderAccepted(
            order_id=order.order_id, account_id=order.account_id, symbol=order.symbol
        )

    assert count
    return handlers
