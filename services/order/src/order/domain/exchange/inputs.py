"""All that a book can be told, as plain lists: what is recorded is acted on by the code that ran.

The market: ``["q", symbol, time, bid, size, ask, size]`` (a price of zero: that side is missing),
``["t", symbol, time, price, size, auction]``, ``["d", symbol, time, bids, asks]`` with ``[price,
size]`` each, ``["s", symbol, time, status]``, ``["p", symbol, time, phase]``, ``["e", symbol,
time]`` (the day is over), ``["n", symbol, time, low, high]`` (bands; zeros: none), ``["x", symbol,
time]`` (nobody knows what is shown), ``["u", symbol, time]`` (nor how it trades), ``["k", symbol,
time]`` (that is known again, and all of it was told), ``["c", symbol, time]`` (time has passed),
``["b", time]`` (the market begins anew). Owners: ``["place", orders, class, draw, reducible]``,
``["cancel", id, asked, draw]``, ``["replace", id, order, draw]``, ``["keep", id, new id, reason]``
(its replacement was refused), ``["split", symbol, time, action, new, old]`` (so many new shares
are so many old ones from then on), ``["withdraw", order]`` (it was canceled before it came),
``["adopt", order]`` (it works already, and has lost its book). Prices, sizes and times are whole
numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from order.domain.core.shown import ENDLESS, Offer
from order.domain.exchange.book import Book
from order.domain.exchange.desk import STALE
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Fill, Order
from order.domain.exchange.order_memory import freeze_order, thaw_order
from order.domain.exchange.plain import order_from_plain, order_to_plain
from order.domain.exchange.splitting import Split
from vocabulary import Auction, InstrumentStatus, OrderClass, OrderId, SessionPhase

Item = Sequence[Any]
"""One thing that a book is told."""

_CANCEL_BITS, _REPLACE_BITS = 24, 12


class NoSuchInput(Exception):
    """Nobody can tell a book that."""


def place_item(
    order: Order,
    exits: Sequence[Order] = (),
    kind: OrderClass = OrderClass.SIMPLE,
    reducible: int | None = None,
) -> list[Any]:
    """Tells a book of a new order, and the exits of its group.

    What is random about its delay comes from its id, so that it is the same whatever else there is.
    """
    orders = [order_to_plain(one) for one in (order, *exits)]
    return ["place", orders, kind.value, order.order_id.int % ENDLESS, reducible]


def cancel_item(order_id: OrderId, asked: int) -> list[Any]:
    """Tells a book that an order's owner ``asked``, then, for it to be canceled."""
    return ["cancel", str(order_id), asked, (order_id.int >> _CANCEL_BITS) % ENDLESS]


def replace_item(order_id: OrderId, new: Order) -> list[Any]:
    """Tells a book that another order is to take the place of one."""
    draw = (new.order_id.int >> _REPLACE_BITS) % ENDLESS
    return ["replace", str(order_id), order_to_plain(new), draw]


def keep_item(order_id: OrderId, new: OrderId, reason: str) -> list[Any]:
    """Tells a book that an order is not replaced: risk refused the new one."""
    return ["keep", str(order_id), str(new), reason]


def withdraw_item(order: Order) -> list[Any]:
    """Tells a book of an order that its owner took back before it came."""
    return ["withdraw", order_to_plain(order)]


def adopt_item(order: Order) -> list[Any]:
    """Tells a book of an order that works already, and that no book knows."""
    return ["adopt", freeze_order(order, {}, {})]


def split_item(symbol: str, split: Split) -> list[Any]:
    """Tells a book that its shares are split."""
    return ["split", symbol, *split]


def act(book: Book, item: Item) -> list[Outcome]:
    """Tell a book one thing.

    Raises:
        NoSuchInput: it is none that a book can be told.
        MixedModels: orders that belong together are to be filled by different models.
    """
    told = _TOLD.get(item[0])
    if told is None:
        raise NoSuchInput(f"a book cannot be told {item[0]}")
    return told(book, item)


def fill_line(fill: Fill) -> str:
    """A fill as one line: two runs that did the same have the same lines."""
    figures = (fill.number, fill.time, fill.size, fill.price, fill.filled, fill.open, fill.how)
    rest = (int(fill.with_trader), fill.fee, fill.bid, fill.ask)
    return " ".join([str(fill.order.order_id), *map(str, figures + rest)])


def digest(lines: Iterable[str]) -> str:
    """One hash (SHA-256, in hex) for all the lines."""
    found = sha256()
    for line in lines:
        found.update(line.encode() + b"\n")
    return found.hexdigest()


def _quote(book: Book, item: Item) -> list[Outcome]:
    _, _, now, bid, bid_size, ask, ask_size = item
    return book.quote(now, (bid, bid_size) if bid else None, (ask, ask_size) if ask else None)


def _trade(book: Book, item: Item) -> list[Outcome]:
    _, _, now, price, size, auction = item
    return book.trade(now, price, size, Auction(auction) if auction else None)


def _depth(book: Book, item: Item) -> list[Outcome]:
    return book.depth(item[2], _offers(item[3]), _offers(item[4]))


def _offers(levels: Sequence[Sequence[int]]) -> list[Offer]:
    return [(price, size) for price, size in levels]


def _status(book: Book, item: Item) -> list[Outcome]:
    return book.status(item[2], InstrumentStatus(item[3]))


def _phase(book: Book, item: Item) -> list[Outcome]:
    return book.phase(item[2], SessionPhase(item[3]))


def _end_day(book: Book, item: Item) -> list[Outcome]:
    return book.end_day(item[2])


def _band(book: Book, item: Item) -> list[Outcome]:
    return book.band(item[2], item[3], item[4] or ENDLESS)


def _stale(book: Book, item: Item) -> list[Outcome]:
    return book.stale(item[2], STALE)


def _doubt(book: Book, item: Item) -> list[Outcome]:
    return book.doubt(item[2], STALE)


def _know(book: Book, item: Item) -> list[Outcome]:
    return book.know(item[2])


def _clock(book: Book, item: Item) -> list[Outcome]:
    return book.clock(item[2])


def _restart(book: Book, item: Item) -> list[Outcome]:
    return book.restart(item[1])


def _split(book: Book, item: Item) -> list[Outcome]:
    return book.split(Split(*item[2:]))


def _place(book: Book, item: Item) -> list[Outcome]:
    _, plains, kind, draw, reducible = item
    order, *exits = map(order_from_plain, plains)
    return book.place(order, exits=exits, kind=OrderClass(kind), draw=draw, reducible=reducible)


def _cancel(book: Book, item: Item) -> list[Outcome]:
    _, order_id, asked, draw = item
    return book.cancel(OrderId(UUID(order_id)), asked, draw=draw)


def _withdraw(book: Book, item: Item) -> list[Outcome]:
    return book.withdraw(order_from_plain(item[1]))


def _adopt(book: Book, item: Item) -> list[Outcome]:
    return book.adopt(thaw_order(item[1]))


def _replace(book: Book, item: Item) -> list[Outcome]:
    _, order_id, plain, draw = item
    return book.replace(OrderId(UUID(order_id)), order_from_plain(plain), draw=draw)


def _keep(book: Book, item: Item) -> list[Outcome]:
    _, order_id, new, reason = item
    return book.keep(OrderId(UUID(order_id)), OrderId(UUID(new)), reason)


_TOLD: dict[str, Callable[[Book, Item], list[Outcome]]] = {
    "q": _quote,
    "t": _trade,
    "d": _depth,
    "s": _status,
    "p": _phase,
    "e": _end_day,
    "n": _band,
    "x": _stale,
    "split": _split,
    "u": _doubt,
    "k": _know,
    "c": _clock,
    "b": _restart,
    "place": _place,
    "cancel": _cancel,
    "replace": _replace,
    "keep": _keep,
    "withdraw": _withdraw,
    "adopt": _adopt,
}
