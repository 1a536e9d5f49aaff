"""What an event tells its user who is not at the terminal. Prices are dollars per share."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from auth.domain.push import (
    BODY_CHARACTERS_MAX,
    TITLE_CHARACTERS_MAX,
    Listener,
    News,
    shortened,
)
from bus.envelope import Envelope
from events import MarginCallIssued, OrderFilled, OrderRejected, PriceAlertFired
from vocabulary import AlertKind, Side, plain


class Words(NamedTuple):
    """A title, a sentence, and where the terminal shows more."""

    title: str
    body: str
    path: str


def _fired(alert: PriceAlertFired) -> Words:
    level = plain(alert.level)
    did = f"crosses {level}" if alert.kind is AlertKind.CROSSES else f"moves by {level} %"
    return Words(f"{alert.symbol} {did}", f"Was at {plain(alert.price)}", "/alerts")


def _filled(fill: OrderFilled) -> Words:
    did = "Bought" if fill.side is Side.BUY else "Sold"
    quantity, price = plain(fill.filled_quantity), plain(fill.price)
    at = f"at {price}" if fill.quantity == fill.filled_quantity else f"the last at {price}"
    return Words(f"{did} {fill.symbol}", f"{quantity}, {at}; the order is done", _order(fill))


def _rejected(order: OrderRejected) -> Words:
    return Words(f"Order for {order.symbol} rejected", order.rule, _order(order))


def _called(call: MarginCallIssued) -> Words:
    lacking = f"{plain(call.lacking)} dollars are lacking: deposit them or close positions"
    return Words(f"Margin call ({call.kind})", lacking, "/risk")


def _order(of: OrderFilled | OrderRejected) -> str:
    return f"/orders/{of.order_id}"


WORDS: Mapping[str, Callable[[Any], Words]] = {
    PriceAlertFired.name: _fired,
    OrderFilled.name: _filled,
    OrderRejected.name: _rejected,
    MarginCallIssued.name: _called,
}
"""By the names of the events that are told."""
OF_ORDERS = frozenset({OrderFilled.name, OrderRejected.name})
"""Of which there may be many."""


def news_of(envelope: Envelope[Any], listener: Listener) -> News:
    """What the event tells; who has several accounts is told of which it is."""
    words = WORDS[envelope.type](envelope.data)
    body = f"{listener.account_name}: {words.body}" if listener.account_name else words.body
    return News(
        envelope.id,
        envelope.time,
        shortened(words.title, TITLE_CHARACTERS_MAX),
        shortened(body, BODY_CHARACTERS_MAX),
        words.path,
    )
