"""The order that closes a position."""

from collections.abc import Sequence
from decimal import Decimal

from order.commands.refusals import MAKES_NO_SENSE, NoPosition, NotFree, QuantityTooSmall
from order.domain.closing import Closable
from order.domain.ticket import Ticket
from vocabulary import OrderType, Quantity, Symbol, plain


def the_only(found: Sequence[Closable], symbol: Symbol) -> Closable:
    """The position that was asked for.

    Raises:
        NoPosition: there is none.
    """
    if not found:
        raise NoPosition(f"you hold no {symbol}", symbol=symbol)
    return found[0]


def closing_ticket(
    one: Closable, quantity: Quantity | None = None, percentage: Decimal | None = None
) -> Ticket:
    """A market order the other way: for so much of a position, or for all that is free.

    Raises:
        NotFree: other orders hold it.
        QuantityTooSmall: so many per cent of it are not the least part of a share.
        Unprocessable: both a quantity and a percentage are given.
    """
    if quantity is not None and percentage is not None:
        raise MAKES_NO_SENSE["size_ambiguous"]("say how much by either quantity or percentage")
    wanted = one.part(percentage) if percentage is not None else quantity or one.free
    if percentage is not None and not wanted:
        raise QuantityTooSmall(f"{plain(percentage)} % of it are no share", percentage=percentage)
    if not wanted or wanted > one.free:
        rest = "other orders hold the rest" if one.held else "that is all there is of it"
        raise NotFree(
            f"{plain(one.free)} of {plain(abs(one.quantity))} {one.symbol} are free: {rest}",
            symbol=one.symbol,
            quantity=one.quantity,
            held=one.held,
            available=one.free,
            held_by=", ".join(map(str, one.held_by)),
        )
    return Ticket(one.symbol, one.side, OrderType.MARKET, wanted, reduce_only=True)
