"""What happens to orders, written down in the order in which it happens."""

from typing import NamedTuple

from order.domain.exchange.order import Fill, Order
from order.domain.lifecycle import Happening, Step


class Outcome(NamedTuple):
    """A step in an order's life, with the fill if it was one."""

    order: Order
    step: Step
    fill: Fill | None = None


class Journal:
    """``now`` is market time, in microseconds. It only goes back when the market begins anew."""

    __slots__ = ("_outcomes", "now")

    def __init__(self, now: int = 0) -> None:
        self.now = now
        self._outcomes: list[Outcome] = []

    def write(
        self,
        order: Order,
        happening: Happening,
        reason: str,
        fill: Fill | None = None,
        **figures: str,
    ) -> None:
        """Let something happen to an order, now.

        Raises:
            CannotHappen: not in the order's state.
        """
        step = order.life.step(happening, self.now, reason, **figures)
        self._outcomes.append(Outcome(order, step, fill))

    def write_wish(
        self, order: Order, happening: Happening, time: int, reason: str, **figures: str
    ) -> None:
        """Write down what an owner wanted, at the ``time`` at which it was wanted.

        Raises:
            CannotHappen: not in the order's state.
        """
        self._outcomes.append(Outcome(order, order.life.step(happening, time, reason, **figures)))

    def told(self) -> list[Outcome]:
        """All that was not told yet."""
        outcomes, self._outcomes = self._outcomes, []
        return outcomes
