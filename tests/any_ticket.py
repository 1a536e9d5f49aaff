"""Orders of every kind near ten dollars, for tests that try whatever may be asked for."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from order.domain.ticket import Exit, Ticket
from vocabulary import (
    Money,
    OrderClass,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    TimeInForce,
)

LASTING = [TimeInForce.DAY, TimeInForce.GTC]
Tickets = st.SearchStrategy[Ticket]


def between(low: int, high: int) -> st.SearchStrategy[Price]:
    """So many cents."""
    return st.integers(low, high).map(lambda cents: Price(Decimal(cents).scaleb(-2)))


prices = between(900, 1_100)
sizes = st.integers(1, 1_500).map(lambda one: Quantity(Decimal(one)))
dollars = st.integers(10, 40_000).map(lambda one: Money(Decimal(one)))
above, below = between(1_120, 1_300), between(700, 880)
trails = st.integers(1, 20).map(lambda tenths: Decimal(tenths).scaleb(-1))
losses = {
    side: st.one_of(
        stops.map(lambda stop: Exit(stop_price=stop)),
        st.tuples(stops, stops).map(lambda both: Exit(*both)),
        trails.map(lambda trail: Exit(trail_price=Price(trail))),
        trails.map(lambda percent: Exit(trail_percent=percent)),
    )
    for side, stops in ((Side.BUY, above), (Side.SELL, below))
}
"""Exits of either side at a stop, with a limit or none, or behind the best price."""


def like(ticket: Ticket, kind: OrderType, **terms: st.SearchStrategy[Any]) -> Tickets:
    """The same, but for its type and some terms."""
    typed = ticket._replace(order_type=kind)
    return st.fixed_dictionaries(terms).map(lambda some: typed._replace(**some))


def _limit(ticket: Ticket) -> Tickets:
    return like(ticket, OrderType.LIMIT, limit_price=prices)


def _money(ticket: Ticket) -> Tickets:
    ticket = ticket._replace(quantity=None, time_in_force=TimeInForce.DAY)
    at_market = like(ticket, OrderType.MARKET, notional=dollars)
    return at_market | like(ticket, OrderType.LIMIT, notional=dollars, limit_price=prices)


def _stop(ticket: Ticket) -> Tickets:
    stops = above if ticket.side is Side.BUY else below
    waits = like(ticket, OrderType.STOP, stop_price=stops)
    return waits | like(ticket, OrderType.STOP_LIMIT, stop_price=stops, limit_price=prices)


def _trail(ticket: Ticket) -> Tickets:
    by_dollars = like(ticket, OrderType.TRAILING_STOP, trail_price=trails)
    return by_dollars | like(ticket, OrderType.TRAILING_STOP, trail_percent=trails)


def _reducing(ticket: Ticket) -> Tickets:
    return (st.just(ticket) | _limit(ticket)).map(lambda one: one._replace(reduce_only=True))


def _bracket(ticket: Ticket) -> Tickets:
    profits = above if ticket.side is Side.BUY else below
    exits = st.tuples(profits.map(Exit), losses[ticket.side.opposite])
    both = {"order_class": OrderClass.BRACKET}
    return st.tuples(st.just(ticket) | _limit(ticket), exits).map(
        lambda one: one[0]._replace(take_profit=one[1][0], stop_loss=one[1][1], **both)
    )


def _oto(ticket: Ticket) -> Tickets:
    oto = _bracket(ticket).map(lambda one: one._replace(order_class=OrderClass.OTO))
    return oto.map(lambda one: one._replace(stop_loss=None)) | oto.map(
        lambda one: one._replace(take_profit=None)
    )


def _oco(ticket: Ticket) -> Tickets:
    is_buy, kind = ticket.side is Side.BUY, st.just(OrderClass.OCO)
    profits, stops = below if is_buy else above, losses[ticket.side]
    return like(ticket, OrderType.LIMIT, limit_price=profits, stop_loss=stops, order_class=kind)


KINDS: Mapping[str, Callable[[Ticket], Tickets]] = {
    "market": st.just,
    "limit": _limit,
    "money": _money,
    "stop": _stop,
    "trail": _trail,
    "reducing": _reducing,
    "bracket": _bracket,
    "oto": _oto,
    "oco": _oco,
}
"""What becomes of an order at the market that is of that kind."""


def tickets(symbols: Collection[Symbol], kinds: Collection[str] = tuple(KINDS)) -> Tickets:
    """Tickets that order entry lets pass, nearly all of them."""
    plain = st.tuples(st.sampled_from(sorted(symbols)), st.sampled_from(Side), sizes)
    lasting = st.tuples(plain, st.sampled_from(LASTING)).map(
        lambda one: _at_market(*one[0], one[1])
    )
    return lasting.flatmap(lambda one: st.one_of(*(KINDS[kind](one) for kind in kinds)))


def _at_market(symbol: Symbol, side: Side, size: Quantity, lives: TimeInForce) -> Ticket:
    return Ticket(symbol, side, OrderType.MARKET, size, time_in_force=lives)
