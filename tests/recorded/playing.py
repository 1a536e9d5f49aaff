"""A recorded day on books alone: ticks and wishes in, what became of orders out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from order.domain.exchange.book import Book
from order.domain.exchange.inputs import Item, act, cancel_item, place_item, replace_item
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Order
from order.domain.record import OrderRecord
from order.domain.units import size_units, time_units
from order.repository.rows import new_row
from order.repository.wishes import terms_of
from recorded.ticks import Tick
from recorded.wishes import HELD, Wish
from vocabulary import OrderClass

HOUR = 3_600_000_000
DAY = 24 * HOUR
Heard = Callable[[str, Item, Sequence[Outcome]], None]
"""Is told each thing that the book of a symbol is told, and what came of it."""


def play(items: Iterable[Item], wishes: Sequence[Wish], heard: Heard) -> None:
    """Tell everything in the order of market time; of the same time, the market first."""
    books: defaultdict[str, Book] = defaultdict(Book)

    def tell(symbol: str, item: Item) -> None:
        heard(symbol, item, act(books[symbol], item))

    waiting = iter(wishes)
    wish = next(waiting, None)
    for item in items:
        symbol, time = item[1], item[2]
        while wish is not None and wish.at < time:
            for each in books if wish.symbol in books else [*books, wish.symbol]:
                tell(each, ["c", each, wish.at])
            tell(wish.symbol, input_of(wish))
            tell(wish.symbol, ["c", wish.symbol, wish.at])
            wish = next(waiting, None)
        tell(symbol, ["c", symbol, time])
        tell(symbol, item)


def input_of(wish: Wish) -> Item:
    """What a book is told of a wish."""
    record = wish.record
    if record is None:
        return cancel_item(wish.order_id, wish.at)
    first, *exits = map(order_of, wish.orders)
    if record.replaces is not None:
        return replace_item(record.replaces, first)
    kind = record.ticket.order_class if exits else OrderClass.SIMPLE
    return place_item(first, exits, kind, reducible(record))


def order_of(record: OrderRecord) -> Order:
    """An order as the exchange is given it."""
    assert record.market_time is not None
    placed, terms, most = time_units(record.market_time), terms_of(new_row(record)), None
    if record.replaces is not None:  # a new one is shrunk by its book
        most = reducible(record)
    if most is not None:
        terms = replace(terms, size=min(terms.size, most))
    return Order(record.order_id, record.account_id, terms, placed)


def reducible(record: OrderRecord) -> int | None:
    """What an order may trade away that may do no more than that.

    Who wants to sell so holds as much, and who wants to buy owes it.
    """
    return size_units(HELD) if record.ticket.reduce_only else None


def day_with_auctions(ticks: Sequence[Tick]) -> list[Item]:
    """A day of one symbol: its first trade is taken for the opening auction, its last for the
    closing one."""
    symbol, begins = ticks[0].symbol, ticks[0].time
    trades = [number for number, tick in enumerate(ticks) if not tick.is_quote]
    first, last = trades[0], trades[-1]
    second = 1_000_000
    items: list[Item] = [
        ["p", symbol, begins - 3600 * second, "pre"],
        ["s", symbol, begins - 3600 * second, "opening_auction"],
        ["p", symbol, begins - second, "regular"],
    ]
    for number, tick in enumerate(ticks):
        if number == last:
            items.append(["s", symbol, tick.time, "closing_auction"])
        items.append(tick.item({first: "opening", last: "closing"}.get(number, "")))
        if number == first:
            items.append(["s", symbol, tick.time, "trading"])
    ends = ticks[-1].time + second
    return [
        *items,
        ["s", symbol, ends, "trading"],
        ["e", symbol, ends],
        ["p", symbol, ends, "after"],
        ["p", symbol, ends + 4 * 3600 * second, "closed"],
    ]


def day_without_auctions(days: Sequence[Sequence[Tick]]) -> list[Item]:
    """Days of one symbol in the hours of the regular session, as a feed tells them that knows of
    no auctions."""
    items: list[Item] = []
    for ticks in days:
        symbol, midnight = ticks[0].symbol, ticks[0].time // DAY * DAY
        opens, closes = midnight + 13 * HOUR + HOUR // 2, midnight + 20 * HOUR
        items += [["p", symbol, opens, "regular"], *(tick.item() for tick in ticks)]
        items += [["e", symbol, closes], ["p", symbol, closes, "closed"]]
    return items
