"""What an order would be if something of it were changed."""

from dataclasses import dataclass
from decimal import Decimal

from order.domain.record import OrderRecord
from order.domain.ticket import Exit, Ticket
from vocabulary import (
    ClientOrderId,
    LegRole,
    OrderClass,
    OrderStatus,
    Price,
    Quantity,
    TimeInForce,
)

REPLACEABLE = frozenset(
    {OrderStatus.ACCEPTED, OrderStatus.HELD, OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED}
)
"""Where nothing about an order has to be answered first."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different; whatever is ``None`` stays. Prices are dollars per share.

    ``quantity`` is how much is to trade in all, with what is filled already. ``trail`` is in
    dollars or per cent, as the order's own.
    """

    quantity: Quantity | None = None
    limit_price: Price | None = None
    stop_price: Price | None = None
    trail: Decimal | None = None
    time_in_force: TimeInForce | None = None
    client_order_id: ClientOrderId | None = None

    def of(self, ticket: Ticket) -> Ticket:
        """The ticket with what is different."""
        by_percent = ticket.trail_percent is not None
        trail_price = None if by_percent or self.trail is None else Price(self.trail)
        force = self.time_in_force or ticket.time_in_force
        return ticket._replace(
            quantity=self.quantity or ticket.quantity,
            limit_price=self.limit_price or ticket.limit_price,
            stop_price=self.stop_price or ticket.stop_price,
            trail_price=trail_price or ticket.trail_price,
            trail_percent=(self.trail or ticket.trail_percent) if by_percent else None,
            time_in_force=force,
            expires_at=ticket.expires_at if force is TimeInForce.GTD else None,
        )


def is_exit(record: OrderRecord) -> bool:
    """Whether an order closes what another one opened, so that it cannot choose how much."""
    return record.parent_id is not None or record.ticket.order_class is OrderClass.OCO


def alone(ticket: Ticket) -> Ticket:
    """A ticket without its group, as if it stood for itself."""
    return ticket._replace(order_class=OrderClass.SIMPLE, take_profit=None, stop_loss=None)


def current(parent: OrderRecord, ticket: Ticket | None = None) -> Ticket:
    """What a group asks for now: with its exits as they were changed last.

    With a ``ticket`` the first order of the group is like that.
    """
    exits = {
        leg.leg: _exit(leg.ticket)
        for leg in sorted(parent.legs, key=lambda leg: leg.order_id)
        if leg.is_live
    }
    return (ticket or parent.ticket)._replace(
        take_profit=exits.get(LegRole.TAKE_PROFIT),
        stop_loss=exits.get(LegRole.STOP_LOSS),
    )


def group_with(parent: OrderRecord, role: LegRole, ticket: Ticket) -> Ticket:
    """What a group would ask for, if one of its exits were like this."""
    whole = current(parent)
    if role is LegRole.TAKE_PROFIT:
        return whole._replace(take_profit=_exit(ticket))
    return whole._replace(stop_loss=_exit(ticket))


def _exit(ticket: Ticket) -> Exit:
    return Exit(ticket.limit_price, ticket.stop_price, ticket.trail_price, ticket.trail_percent)
