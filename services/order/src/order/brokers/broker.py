"""What a broker can do for an account, whoever it is.

The simulated exchange is none of these: it takes orders from the bus, in the engine, and an order
comes here only if it was placed by an account that has a broker.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from order.domain.record import OrderRecord
from order.domain.routing.report import Execution, Report
from vocabulary import Quantity

Hear = Callable[[Report | None], Awaitable[None]]
"""Is told what a broker says, and nothing at the moment from which on it says everything."""


class Refused(Exception):
    """The broker will not do it, and has not; the text is what it says."""


class Unsure(Exception):
    """Nobody knows whether it was done: there was no answer, or none that says so.

    With ``wait`` the broker wants to be left alone for so many seconds.
    """

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class Broker(Protocol):
    """One account at a broker. An order is known there by the id that it has here.

    All of these raise :class:`Unsure`, after which the order is to be looked up before it is sent
    again, and :class:`Refused`, except those that only ask.
    """

    async def submit(self, order: OrderRecord, /) -> Report:
        """Hand over an order with the exits of its group; what the broker makes of it."""
        ...

    async def replace(
        self, broker_order_id: str, filled: Quantity, order: OrderRecord, /
    ) -> Report:
        """Put an order in the place of another, for what is not ``filled`` of it by now."""
        ...

    async def cancel(self, broker_order_id: str, /) -> None:
        """Ask for what is left of an order to be withdrawn; whether it is, will be told."""
        ...

    async def find(self, broker_order_id: str, /) -> Report | None:
        """An order with its exits, by the broker's name for it; ``None`` if there is none."""
        ...

    async def find_named(self, name: str, /) -> Report | None:
        """The same by our name for it."""
        ...

    async def open_orders(self) -> Sequence[Report]:
        """Every order that has not ended there, also those that others placed."""
        ...

    async def executions(self, broker_order_id: str, since: datetime, /) -> Sequence[Execution]:
        """What an order has traded, in order."""
        ...

    async def listen(self, hear: Hear, /) -> None:
        """Tell everything that happens, until the connection ends; then it raises something."""
        ...
