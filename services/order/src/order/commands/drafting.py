"""What would be an order: the ticket, and what follows from the market as it is."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from chassis.errors import Refusal
from order.commands.refusals import NoQuote, NotionalTooSmall, UnknownSymbol, refusal_of
from order.domain.bounds import bound_of, shares_of
from order.domain.record import OrderRecord
from order.domain.ticket import Exit, Ticket
from order.domain.validation import Market, breach_of
from vocabulary import (
    NO_MONEY,
    AccountId,
    ClientOrderId,
    OrderId,
    OrderType,
    Price,
    SessionPhase,
    Side,
    TimeInForce,
    plain,
)

Draft = OrderRecord | Refusal
_UNPRICED = frozenset({OrderType.MARKET, OrderType.TRAILING_STOP})
_AUCTIONS = frozenset({TimeInForce.OPG, TimeInForce.CLS})


class PlaceWish(NamedTuple):
    """What a trader asks for, under which name, and what the market is like.

    The ids, also those of the exits, are made before the first try, so that a second one finds what
    the first has done. Without a ``market`` nobody quotes the symbol. What ``closes`` a position
    takes no more of it than others leave.
    """

    order_id: OrderId
    account_id: AccountId
    client_order_id: ClientOrderId
    ticket: Ticket
    market: Market | None
    leg_ids: tuple[OrderId, ...] = ()
    closes: bool = False


def draft(wish: PlaceWish, now: datetime) -> Draft:
    """The order that the wish would be, or why it cannot be one now."""
    ticket, market = wish.ticket, wish.market
    if market is None:
        return UnknownSymbol(f"no prices for a symbol named {ticket.symbol!r}")
    breach = breach_of(ticket, market)
    if breach is not None:
        return refusal_of(breach)
    return written(wish, market, now)


def written(wish: PlaceWish, market: Market, now: datetime) -> Draft:
    """The order, if its ticket makes sense; or why the market cannot take it at this moment."""
    ticket = wish.ticket
    base = _base(ticket, market)
    if ticket.order_type in _UNPRICED and market.is_stale:
        return NoQuote(f"the source of the prices of {ticket.symbol} has fallen silent")
    bound = bound_of(ticket, ticket.side, market, base)
    if bound is None:
        return NoQuote(f"nobody quotes the other side of {ticket.symbol} at this moment")
    quantity = shares_of(ticket, bound)
    if not quantity:
        text = f"{plain(ticket.notional or NO_MONEY)} dollars buy nothing at {plain(bound)}"
        return NotionalTooSmall(text, notional=ticket.notional, bound_price=bound)
    record = OrderRecord(
        wish.order_id,
        wish.account_id,
        wish.client_order_id,
        ticket,
        quantity,
        bound,
        created_at=now,
        updated_at=now,
        reference_price=market.facing(ticket.side),
        market_time=market.time,
    )
    if wish.leg_ids:
        record.legs = list(_legs(record, wish.leg_ids, market, base))
    return record


def reach_of(record: OrderRecord) -> Price | None:
    """How far an order may trade at once, in dollars; ``None`` for one that waits for a price."""
    match record.ticket.order_type:
        case OrderType.LIMIT:
            return record.ticket.limit_price
        case OrderType.MARKET:
            return record.reference_price
        case _:
            return None


def _base(ticket: Ticket, market: Market) -> Price | None:
    """At which price the order would trade now; one that waits goes by what was last paid."""
    facing = market.facing(ticket.side)
    waits = market.phase is SessionPhase.CLOSED or ticket.time_in_force in _AUCTIONS
    return market.last if facing is None and waits else facing


def _legs(
    record: OrderRecord, leg_ids: tuple[OrderId, ...], market: Market, base: Price | None
) -> Iterator[OrderRecord]:
    ticket, side = record.ticket, record.ticket.exit_side
    begins = _beginning(ticket, side, base)
    for leg_id, (role, one) in zip(leg_ids, ticket.exits, strict=True):
        bound = bound_of(one, side, market, begins)
        yield OrderRecord(
            leg_id,
            record.account_id,
            ClientOrderId(str(leg_id)),
            _ticket_of_leg(ticket, one),
            record.quantity,
            bound or record.bound_price,
            created_at=record.created_at,
            updated_at=record.updated_at,
            market_time=record.market_time,
            parent_id=record.order_id,
            leg=role,
        )


def _ticket_of_leg(ticket: Ticket, one: Exit) -> Ticket:
    return Ticket(
        ticket.symbol,
        ticket.exit_side,
        one.order_type,
        ticket.quantity,
        one.limit_price,
        stop_price=one.stop_price,
        trail_price=one.trail_price,
        trail_percent=one.trail_percent,
        time_in_force=ticket.time_in_force,
        order_class=ticket.order_class,
    )


def _beginning(ticket: Ticket, side: Side, base: Price | None) -> Price | None:
    """Where an exit begins to follow at the worst: what the entry pays, or the market if worse."""
    named = ticket.limit_price or ticket.stop_price
    prices = [price for price in (named, base) if price is not None]
    if not prices:
        return None
    return min(prices) if side is Side.SELL else max(prices)
