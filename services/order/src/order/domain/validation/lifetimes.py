"""How long an order lives, and when it may trade."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from order.domain.ticket import Ticket
from order.domain.validation.facts import Market, Why, listed
from vocabulary import OrderClass, OrderType, SessionPhase, TimeInForce

NEW_YORK = ZoneInfo("America/New_York")
AGAIN = time(19)
"""From then on orders for the next day's auctions are taken."""
OPENING_ENDS = time(9, 28)
CLOSING_ENDS = time(15, 50)
BEFORE_THE_CLOSE = timedelta(minutes=10)
"""Which is when orders for the closing auction are late on a short day, too."""

_ALL = frozenset(TimeInForce)
_LASTING = frozenset({TimeInForce.DAY, TimeInForce.GTC, TimeInForce.GTD})
_EXTENDED = frozenset({TimeInForce.DAY, TimeInForce.GTC})
_AUCTIONS = frozenset({TimeInForce.OPG, TimeInForce.CLS})
ALLOWED: Mapping[OrderType, frozenset[TimeInForce]] = {
    OrderType.MARKET: _ALL,
    OrderType.LIMIT: _ALL,
    OrderType.STOP: _LASTING,
    OrderType.STOP_LIMIT: _LASTING,
    OrderType.TRAILING_STOP: _LASTING,
}
"""How long each type may live: what waits for a price has to be able to wait."""


def time_in_force_not_allowed(ticket: Ticket, _market: Market) -> Why | None:
    """Each type lives as long as makes sense."""
    allowed = ALLOWED[ticket.order_type]
    if ticket.time_in_force in allowed:
        return None
    kind = ticket.order_type.replace("_", " ")
    names = listed(*(one for one in TimeInForce if one in allowed))
    return Why(f"a {kind} order is {names}", {"time_in_force": ticket.time_in_force})


def expiry_missing(ticket: Ticket, _market: Market) -> Why | None:
    """An order that is good till a day says which."""
    if ticket.time_in_force is TimeInForce.GTD and ticket.expires_at is None:
        return Why("a gtd order needs expires_at, a moment of market time")
    return None


def expiry_not_used(ticket: Ticket, _market: Market) -> Why | None:
    """Only such an order names a day."""
    if ticket.time_in_force is not TimeInForce.GTD and ticket.expires_at is not None:
        return Why(f"a {ticket.time_in_force} order has no expires_at; make it gtd")
    return None


def expiry_past(ticket: Ticket, market: Market) -> Why | None:
    """It lies ahead, on the market."""
    if ticket.expires_at is None or market.time is None or ticket.expires_at > market.time:
        return None
    text = "expires_at has passed already on the market"
    return Why(text, {"expires_at": ticket.expires_at, "market_time": market.time})


def extended_hours_not_allowed(ticket: Ticket, _market: Market) -> Why | None:
    """Outside of the session only those trade that name their worst price, one by one."""
    if not ticket.extended_hours:
        return None
    if ticket.order_type is not OrderType.LIMIT or ticket.time_in_force not in _EXTENDED:
        return Why("extended_hours is for limit orders that are day or gtc")
    if ticket.order_class is not OrderClass.SIMPLE:
        return Why("an order with exits does not trade in extended hours")
    return None


def no_auction(ticket: Ticket, market: Market) -> Why | None:
    """A market that never closes never opens, either."""
    if ticket.time_in_force not in _AUCTIONS or (market.is_whole and not market.never_closes):
        return None
    return Why(f"{ticket.symbol} has no sessions that begin and end: there are no auctions")


def auction_closed(ticket: Ticket, market: Market) -> Why | None:
    """Late orders for an auction are not taken, until those for the next one are."""
    force = ticket.time_in_force
    if force not in _AUCTIONS or market.time is None:
        return None
    if market.exchange_phase is SessionPhase.CLOSED:
        return None
    there = market.time.astimezone(NEW_YORK)
    begins = OPENING_ENDS if force is TimeInForce.OPG else _closing_ends(there, market)
    if not begins <= there.time() < AGAIN:
        return None
    name = "opening" if force is TimeInForce.OPG else "closing"
    text = (
        f"orders for the {name} auction are not taken between {begins:%H:%M} and {AGAIN:%H:%M}"
        f" in New York, and there it is {there:%H:%M}"
    )
    return Why(text, {"market_time": market.time})


def post_only_not_allowed(ticket: Ticket, _market: Market) -> Why | None:
    """What is only to be posted has to be able to rest at a price."""
    if not ticket.post_only:
        return None
    if ticket.order_type is OrderType.LIMIT and ticket.time_in_force in _LASTING:
        return None
    return Why("post_only is for limit orders that are day, gtc or gtd")


def _closing_ends(there: datetime, market: Market) -> time:
    if market.exchange_phase is SessionPhase.AFTER:
        return time(0)
    closes = None if market.closes is None else market.closes.astimezone(NEW_YORK)
    if closes is None or closes.date() != there.date():
        return CLOSING_ENDS
    return (closes - BEFORE_THE_CLOSE).time()
