"""Where one symbol trades: what its market shows, and a book while there is anything to trade.

A book is woken by the first wish, told what the market shows, and forgotten when nobody needs it
any more. All that it is told is recorded, so that telling it again makes the same book.
"""

from collections.abc import Iterable
from typing import Any

from order.domain.exchange.book import Book
from order.domain.exchange.inputs import Item, act, adopt_item, split_item
from order.domain.exchange.journal import Outcome
from order.domain.exchange.memory import freeze, thaw
from order.domain.exchange.order import Order
from order.domain.exchange.view import View
from order.domain.pit.page import Cause, Page
from order.domain.pit.splits import Splits
from vocabulary import OrderId, OrderType, Symbol

FREEZE_AFTER = 2_000
"""A book is frozen after so many inputs, or as many as it has orders: whichever is more."""
WAKEFUL = 2_000_000
"""Somebody who comes so soon after the last one finds the book awake, in microseconds: to wake it
and to write it down for each of them costs more than what it is told in between."""
UUID_LENGTH = 36

Plain = dict[str, Any]


class Pit:
    """One symbol. ``splits`` of it are told to its book at their times.

    ``number`` counts the pages that are stored, ``told`` is the last strip of the tape that its
    book heard. ``news`` are what came of what was told since, and ``causes`` what the orders that
    are live came with.
    """

    __slots__ = (
        "_items",
        "_new",
        "_trailing",
        "_unfrozen",
        "_until",
        "_wished",
        "book",
        "causes",
        "is_doubted",
        "is_known",
        "news",
        "number",
        "splits",
        "symbol",
        "told",
        "view",
    )

    def __init__(self, symbol: Symbol, number: int = 0, told: int = -1) -> None:
        self.symbol = symbol
        self.number = number
        self.told = told
        self.view = View()
        self.splits = Splits()
        self.book: Book | None = None
        self.causes: dict[str, Cause] = {}
        self.news: list[Outcome] = []
        self.is_known = False
        self.is_doubted = True
        self._trailing: dict[OrderId, tuple[Order, int]] = {}
        self._items: list[Item] = []
        self._new: dict[str, Cause] = {}
        self._until = 0
        self._wished = -WAKEFUL
        self._unfrozen = 0

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to store."""
        return bool(self._items or self.news)

    @property
    def is_to_freeze(self) -> bool:
        """Whether so much was recorded that a frozen book is read sooner."""
        return self.book is not None and self._unfrozen > max(FREEZE_AFTER, self._live())

    def hear(self, item: Item, offset: int, began: int | None = None) -> None:
        """The market says something, on the strip of the tape at ``offset``.

        It ``began`` then, in milliseconds since 1970 by the wall, if anybody knows.
        """
        if item[0] == "b" and self.book is not None and offset > self.told:
            for overdue in self.splits.overdue(self.book, self.symbol, began):
                self._tell(self.book, overdue)
        for split in self.splits.hear(item, began):
            self.view.see(split_item(self.symbol, split))
        self.view.see(item)
        if self.book is not None and offset > self.told:
            self._split(self.book, item[1 if item[0] == "b" else 2])
            self._tell(self.book, item)

    def wish(self, item: Item, now: int, causes: Iterable[tuple[str, Cause]] = ()) -> None:
        """An owner wants something, when the tape has come to ``now`` (microseconds)."""
        book = self.book or self._wake(now)
        new = {name: cause for name, cause in causes if name not in self.causes}
        self._new |= new
        self.causes |= new
        self._mark(book)
        self._items.append(item)
        self.news += act(book, item)
        self.pass_time(now)
        self._wished = book.now

    def adopt(self, order: Order, now: int) -> None:
        """Take in an order that works already; what the market shows is told to its book anew."""
        if self.book is None:
            self.told = -1
        self.wish(adopt_item(order), now)

    def pass_time(self, now: int) -> None:
        """The tape has come to ``now``; what is due by then happens, each at its time."""
        if self.book is not None:
            self._split(self.book, now)
            self.news += self.book.clock(now)

    def tear(self, now: int, offset: int) -> None:
        """Nobody knows what was said last: nothing trades until the market is told whole."""
        self.is_known, self.is_doubted = False, True
        self.view = View()
        self.hear(["u", self.symbol, now], offset)

    def know(self, now: int, offset: int) -> None:
        """The market was told whole."""
        was_doubted, self.is_known, self.is_doubted = self.is_doubted, True, False
        if was_doubted and self.book is not None and offset > self.told:
            self._tell(self.book, ["k", self.symbol, now])

    def turn_page(self) -> Page | None:
        """What is to be stored, if it is anything; it counts as stored."""
        book = self.book
        if book is None or not self.is_changed:
            return None
        self._mark(book)
        self._note(outcome.order for outcome in self.news)
        page = Page(self._items, self._new, book.now)
        self._items, self._new = [], {}
        self.number += 1
        self._unfrozen += len(page.items)
        return page

    def marks(self) -> list[tuple[Order, int]]:
        """Trailing stops that have seen a better price since this was asked last, and which.

        What those have seen that were triggered or have ended does not change any more.
        """
        book, found = self.book, list[tuple[Order, int]]()
        if book is None or not self._trailing:
            return found
        for order_id, (order, known) in [*self._trailing.items()]:
            mark = book.mark_of(order) or order.mark
            self._trailing[order_id] = (order, mark)
            if not order.life.is_live:
                del self._trailing[order_id]
            if mark not in {0, known}:
                found.append((order, mark))
        return found

    def read(self, page: Page) -> list[Outcome]:
        """Do again what was stored; returns what came of it."""
        outcomes: list[Outcome] = []
        book = self.book = self.book or Book()
        for item in page.items:
            outcomes += act(book, item)
        self._note(outcome.order for outcome in outcomes)
        self.causes |= page.causes
        self.number += 1
        self._unfrozen += len(page.items)
        self._until = book.now
        return outcomes

    def sleep(self) -> bool:
        """Forget a book that nobody needs; whether it was one."""
        book = self.book
        if book is None or self._live() or not book.is_idle:
            return False
        if 0 <= book.now - self._wished < WAKEFUL:
            return False
        self.book = None
        return True

    def freeze(self) -> Plain | None:
        """The book as plain data; ``None`` while there is none."""
        self._unfrozen = 0
        book = self.book
        if book is None:
            self.causes = {}
            return None
        live = {str(order.order_id) for order in book.desk.counter.register.live()}
        self.causes = {
            name: cause for name, cause in self.causes.items() if name[-UUID_LENGTH:] in live
        }
        return {"book": freeze(book), "causes": {**self.causes}}

    def thaw(self, frozen: Plain | None) -> None:
        """Go on with a frozen book, or without one.

        Raises:
            UnknownForm: the data is not of a book.
        """
        self.book = None
        if frozen is not None:
            self.book = thaw(frozen["book"])
            self.causes = frozen["causes"]
            self._note(self.book.desk.counter.register.live())
            self._until = self.book.now

    def _wake(self, now: int) -> Book:
        """A new book that knows what the market shows, and what time it is."""
        book = self.book = Book()
        self._until = 0
        for item in self.view.items():
            self._tell(book, item)
        self.pass_time(now)
        if self.is_doubted:
            self._tell(book, ["u", self.symbol, now])
        return book

    def _split(self, book: Book, now: int) -> None:
        for item in self.splits.due(book, self.symbol, now):
            self._tell(book, item)

    def _tell(self, book: Book, item: Item) -> None:
        if item[0] == "b" or item[2] < book.now:  # which it does not say itself, then
            self._mark(book)
        self._items.append(item)
        self.news += act(book, item)
        self._until = book.now

    def _mark(self, book: Book) -> None:
        """Record how far time has come, where no item says so."""
        if book.now > self._until:
            self._items.append(["c", self.symbol, book.now])
            self._until = book.now

    def _note(self, orders: Iterable[Order]) -> None:
        for order in orders:
            if order.terms.order_type is OrderType.TRAILING_STOP:
                self._trailing.setdefault(order.order_id, (order, 0))

    def _live(self) -> int:
        return 0 if self.book is None else len(self.book.desk.counter.register)
