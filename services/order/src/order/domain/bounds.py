"""How far an order may run, and the most that it may cost."""

from order.domain.models.fees import CENT, fee_schedule, total_fee
from order.domain.ticket import Exit, Ticket
from order.domain.units import fee_of, price_units, size_units
from order.domain.validation.facts import Market
from vocabulary import NO_MONEY, Money, OrderType, Price, Quantity, Side
from vocabulary.ticks import collar_price, first_stop, protection_price, shares_for


def bound_of(ticket: Ticket | Exit, side: Side, market: Market, base: Price | None) -> Price | None:
    """The worst price at which an order may trade, in dollars; ``None`` if nobody can say.

    That is its limit; or what protects a stop, and any other order from ``base``: the price at
    which it would trade now.
    """
    if ticket.limit_price is not None:
        return ticket.limit_price
    if ticket.stop_price is not None:
        return collar_price(side, ticket.stop_price, market.tick_size)
    if base is None:
        return None
    if ticket.order_type is OrderType.TRAILING_STOP:
        stop = first_stop(side, base, ticket.trail_price, ticket.trail_percent)
        return collar_price(side, stop, market.tick_size)
    return protection_price(side, base, market.tick_size)


def shares_of(ticket: Ticket, bound: Price) -> Quantity:
    """How many shares the order asks for, or its money buys at its bound."""
    if ticket.quantity is not None:
        return ticket.quantity
    return shares_for(ticket.notional or NO_MONEY, bound)


def fee_bound(fees: str, side: Side, quantity: Quantity, bound: Price) -> Money:
    """The most that an order costs by the fee schedule of that name, in dollars.

    A purchase costs that at its bound. A sale costs more where it brings more, but what it brings
    beyond its bound pays for that, except for what is rounded up: to a cent for each rate.

    Raises:
        NoSuchSchedule: there is none.
    """
    schedule, buys = fee_schedule(fees), side is Side.BUY
    commission = schedule.commission_min or schedule.commission_share or schedule.commission_value
    if buys and not commission:
        return NO_MONEY
    size = size_units(quantity)
    fee = total_fee(schedule, buys, size, size * price_units(bound))
    rates = (schedule.commission_value, schedule.value_sold)
    return fee_of(fee if buys else fee + CENT * sum(map(bool, rates)))
