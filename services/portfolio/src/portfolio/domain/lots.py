"""First in, first out: which booking brought the shares of a position, and what is left of them.

Beside average cost, which is what ``realised`` goes by everywhere else. Signs are those of a
position: both shares and cost of a lot are negative when the shares are owed (short).
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from portfolio.domain.ledger import Booking
from portfolio.domain.position import Position
from vocabulary import NO_MONEY, NO_SHARES, Money, Quantity, Symbol, converted, portion


class LotsDisagree(ValueError):
    """More shares leave than there are in lots: lots and position were not kept together."""


class Move(NamedTuple):
    """A booking moved ``moved`` shares for ``paid`` dollars when ``held`` were there.

    Positive shares come for positive dollars; both are negative when shares go.
    """

    booking_id: UUID
    number: int
    epoch: int
    symbol: Symbol
    held: Quantity
    moved: Quantity
    paid: Money
    market_time: datetime | None = None

    @property
    def closes(self) -> Quantity:
        """How many shares of what was there it takes away; never negative."""
        if self.held * self.moved >= 0:
            return NO_SHARES
        return Quantity(min(abs(self.held), abs(self.moved)))


class Resize(NamedTuple):
    """The ``held`` shares of a position became ``quantity`` shares, at the same cost: a split."""

    symbol: Symbol
    held: Quantity
    quantity: Quantity


Step = Move | Resize


@dataclass(slots=True)
class Lot:
    """What is left of the shares that the ``number``-th booking of an account brought.

    ``cost`` is what these cost, in dollars, without fees.
    """

    lot_id: UUID
    number: int
    opened_at: datetime | None
    quantity: Quantity
    cost: Money


class Closing(NamedTuple):
    """A booking took ``quantity`` shares out of a lot, for ``proceeds`` dollars, without fees."""

    booking_id: UUID
    number: int
    epoch: int
    lot_id: UUID
    symbol: Symbol
    opened_at: datetime | None
    closed_at: datetime | None
    quantity: Quantity
    cost: Money
    proceeds: Money

    @property
    def realised(self) -> Money:
        """Dollars that these shares earned, without fees."""
        return Money(self.proceeds - self.cost)


class Queue:
    """The open lots of one symbol, the oldest first, and what becomes of them.

    The newest may be left out when only so many shares are to be closed as are there. ``opened``
    are lots that were not there before, ``touched`` those that were.
    """

    def __init__(self, lots: Iterable[Lot] = ()) -> None:
        self.open = deque(lots)
        self.opened: dict[UUID, Lot] = {}
        self.touched: dict[UUID, Lot] = {}
        self.closings: list[Closing] = []

    def take(self, step: Step) -> None:
        """Go along with what happened to the position.

        Raises:
            LotsDisagree: there are not as many shares as should leave.
        """
        if isinstance(step, Resize):
            self._resize(step)
        elif step.moved:
            self._move(step)

    def _move(self, step: Move) -> None:
        closed = step.closes
        settled = portion(step.paid, closed, Quantity(abs(step.moved)))
        self._close(step, closed, settled)
        opened = abs(step.moved) - closed
        if opened:
            quantity = Quantity(opened if step.moved > 0 else -opened)
            cost = Money(step.paid - settled)
            lot = Lot(step.booking_id, step.number, step.market_time, quantity, cost)
            self.open.append(lot)
            self.opened[lot.lot_id] = lot

    def _close(self, move: Move, closed: Quantity, settled: Money) -> None:
        """Take ``closed`` shares out of the oldest lots; ``settled`` dollars are spread on them."""
        while closed:
            if not self.open:
                raise LotsDisagree(f"no lot of {move.symbol} is left for booking {move.number}")
            lot = self.open[0]
            part = Quantity(min(abs(lot.quantity), closed))
            paid = portion(settled, part, closed)
            self.closings.append(_closing(move, lot, part, paid))
            if not lot.quantity:
                self.open.popleft()
            self._touch(lot)
            closed, settled = Quantity(closed - part), Money(settled - paid)

    def _touch(self, lot: Lot) -> None:
        if lot.lot_id not in self.opened:
            self.touched[lot.lot_id] = lot

    def _resize(self, split: Resize) -> None:
        """Spread the new shares: each lot its part, and all together exactly as many as there are.

        A lot too small for a share of the new kind leaves its cost to the one before it.
        """
        before = after = NO_SHARES
        kept: deque[Lot] = deque()
        carried = NO_MONEY
        for lot in self.open:
            before = Quantity(before + lot.quantity)
            upto = converted(before, split.held, split.quantity)
            lot.quantity = Quantity(upto - after)
            lot.cost, carried = Money(lot.cost + carried), NO_MONEY
            after = upto
            self._touch(lot)
            if lot.quantity:
                kept.append(lot)
            elif kept:
                kept[-1].cost, lot.cost = Money(kept[-1].cost + lot.cost), NO_MONEY
            else:
                carried, lot.cost = lot.cost, NO_MONEY
        if before != split.held or carried:
            raise LotsDisagree(f"the lots of {split.symbol} are not its {split.held} shares")
        self.open = kept


def _closing(move: Move, lot: Lot, part: Quantity, paid: Money) -> Closing:
    """Take ``part`` shares out of a lot; the last of them take what is left of its cost."""
    cost = portion(lot.cost, part, Quantity(abs(lot.quantity)))
    quantity = Quantity(part if lot.quantity > 0 else -part)
    lot.quantity, lot.cost = Quantity(lot.quantity - quantity), Money(lot.cost - cost)
    return Closing(
        booking_id=move.booking_id,
        number=move.number,
        epoch=move.epoch,
        lot_id=lot.lot_id,
        symbol=move.symbol,
        opened_at=lot.opened_at,
        closed_at=move.market_time,
        quantity=quantity,
        cost=cost,
        proceeds=Money(-paid),
    )


def gone(booking: Booking, position: Position) -> Move:
    """All shares of a position leave at cost."""
    held, paid = position.quantity, Money(-position.cost)
    number, at = booking.number, booking.market_time
    moved = Quantity(-held)
    return Move(booking.booking_id, number, booking.epoch, position.symbol, held, moved, paid, at)
