"""The engine of one partition: its pits in memory, moved by events and by the tape."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from logging import getLogger
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.envelope import Envelope
from bus.interface import Subscription
from bus.message import partition_of
from bus.tape import Strip
from chassis import metrics
from chassis.consumer import Progress
from chassis.transaction import Transaction
from events import OrderApproved
from order.domain.pit.age import Age
from order.domain.pit.page import Page
from order.domain.pit.pit import Pit
from order.domain.pit.pits import Pits, Reel
from order.domain.pit.wanted import Wanted
from order.engine import measures
from order.engine.boards import Boards
from order.engine.departures import Departures
from order.engine.said import Said, refusal_of, said_of
from order.handlers.books import Ground, books
from order.repository.books import known_symbols, load_pits, save_frozen, save_pages
from order.repository.fates import Fates
from order.repository.splits import find_splits, keep_splits
from order.repository.tape import Told, load_progress, save_progress
from order.repository.wishes import load_wanted, load_working
from vocabulary import OrderId, Symbol, made_at

logger = getLogger(__name__)


class NotOurs(Exception):
    """Another partition acts for the symbol; a queue had it from when there were others."""


class Engine:
    """A :class:`~chassis.consumer.Follower` of the tape."""

    def __init__(self, boards: Boards, departures: Departures, where: Subscription) -> None:
        self._boards = boards
        self._departures = departures
        self._where = where
        self._pits = Pits(lambda symbol: partition_of(symbol, where.partitions) == where.partition)
        self._wanted: dict[OrderId, Wanted] = {}
        self._strangers: set[OrderId] = set()
        self._refused: list[Said] = []
        self._told: Told = _never
        self._saving: set[Symbol] = set()
        self._offset: int | None = None
        self._age: Age | None = None
        self._awake = measures.BOOKS_AWAKE.labels(f"{where.consumer}.{where.partition}")

    @property
    def changed(self) -> Sequence[Symbol]:
        """The symbols of which there is something to save."""
        out, awake = self._pits.out_of_order, self._pits.awake()
        return [pit.symbol for pit in awake if pit.is_changed and pit.symbol not in out]

    @property
    def is_urgent(self) -> bool:
        """Whether anything came of what was told."""
        out = self._pits.out_of_order
        return any(pit.news and pit.symbol not in out for pit in self._pits.awake())

    @property
    def is_spoilt(self) -> bool:
        """Whether a pit has to be put back as it was."""
        return bool(self._pits.spoilt)

    async def load(self, connection: AsyncConnection) -> Progress | None:
        """Begin with what is stored."""
        progress, self._told = await load_progress(connection, self._where)
        self._age = None if progress is None else Age(made_at(progress.start.run))
        self._saving.clear()
        ours = [one for one in await known_symbols(connection) if self._is_ours(one)]
        pits, broken = await self._load_pits(connection, ours, self._age and self._age.began)
        self._pits.begin(pits, 0 if progress is None else progress.time)
        self._pits.out_of_order |= broken
        await self._adopt(connection)
        for pit in self._pits.awake():
            self._boards.changed(pit)
        return progress

    def leave(self) -> None:
        """Somebody else acts for the partition."""
        self._boards.leave(pit.symbol for pit in self._pits.all())

    async def restore(self, connection: AsyncConnection, strips: Sequence[Strip]) -> None:
        """Put back what was changed and not saved."""
        lost = {*self.changed, *self._saving, *self._pits.spoilt}
        for symbol, error in self._pits.spoilt.items():
            logger.error("%s could not be told the tape: it is left out", symbol, exc_info=error)
            metrics.UNTOLD.labels(self._where.consumer).inc()
        self._saving.clear()
        self._refused.clear()
        began = made_at(strips[0].written.run) if strips else self._age and self._age.began
        pits, broken = await self._load_pits(connection, sorted(lost), began)
        self._pits.out_of_order |= broken
        self._pits.put_back(pits, map(_reel, strips))

    async def prepare(
        self, connection: AsyncConnection, envelopes: Sequence[Envelope[Any]]
    ) -> None:
        """Load the orders that were approved, and let those go that belong to brokers."""
        await keep_splits(connection, envelopes)
        approved: dict[OrderId, Envelope[Any]] = {
            one.data.order_id: one for one in envelopes if isinstance(one.data, OrderApproved)
        }
        self._wanted, self._strangers = await load_wanted(connection, approved)
        leaving = {order_id: approved[order_id] for order_id in self._strangers}
        for refusal in await self._departures.note(connection, leaving):
            self._refused.append(refusal_of(refusal, leaving[refusal.order_id]))

    @measures.OF_WISHES.time()
    def receive(self, envelope: Envelope[Any]) -> None:
        """Let a wish be heard in its pit.

        Raises:
            OutOfOrder: nobody is let in there.
            NotOurs: the symbol belongs to another partition.
        """
        event = envelope.data
        order_id: OrderId | None = getattr(event, "order_id", None)  # a split is of no order
        if order_id in self._strangers:
            return
        if not self._is_ours(event.symbol):
            raise NotOurs(f"{event.symbol} belongs to another partition than {self._where}")
        pit = self._pits.pit(event.symbol)
        wanted = None if order_id is None else self._wanted.get(order_id)
        error, now = self._pits.out_of_order.get(pit.symbol), self._pits.now
        ground = Ground(pit, now, wanted, error, self._age)
        try:
            for _ in books.receive(ground, envelope):
                raise AssertionError("what comes of the books is told when it is saved")
        finally:
            self._pits.woke(pit)

    @measures.OF_TAPE.time()
    def tell(self, strip: Strip) -> None:
        """Let the pits hear a strip of the tape."""
        if strip.is_torn:
            self._told = _never
        began = made_at(strip.written.run)
        if self._age is None or self._age.began != began:
            self._age = Age(began, self._pits.now if strip.written.time < self._pits.now else None)
        self._pits.tell(_reel(strip))

    async def save(self, tx: Transaction, progress: Progress | None, keys: Collection[str]) -> None:
        """Save pages, and what came of them; and books that are asleep or were told a lot."""
        now = datetime.now(UTC)
        fates = Fates(now)
        pages: dict[Pit, Page] = {}
        said, self._refused = self._refused, []
        pits = [self._pits.pit(Symbol(key)) for key in sorted(keys)]
        self._saving.update(pit.symbol for pit in pits)
        for pit in pits:
            if (page := pit.turn_page()) is not None:
                pages[pit] = page
                news, pit.news = pit.news, []
                fates.add(pit.symbol, pit.number, news)
                fates.mark(pit.marks())
                said += (one for one in map(partial(said_of, pit), news) if one is not None)
        await save_pages(tx.connection, pages, now)
        await fates.save(tx.connection)
        await save_frozen(tx.connection, [*self._to_freeze(pits)], now)
        if progress is not None:
            self._offset = progress.offset
            await save_progress(tx.connection, self._where, progress)
        for one in said:  # not before all is saved: what cannot be saved is not said
            one.publish(tx)
        measures.RECORDED.inc(sum(len(page.items) for page in pages.values()))

    def saved(self) -> None:
        """What was saved is stored."""
        for symbol in self._saving:
            self._boards.changed(self._pits.pit(symbol))
        self._saving.clear()
        if (offset := self._offset) is not None:
            self._offset, self._told = None, _always(offset)
        if self._strangers:
            self._strangers.clear()
            self._departures.wake()
        self._awake.set(len(self._pits.awake()))

    def give_up(self, key: str, error: Exception) -> None:
        """Let nobody into a pit whose record cannot be saved, and drop what is not."""
        self._saving.discard(Symbol(key))
        self._pits.out_of_order[Symbol(key)] = error

    async def _load_pits(
        self, connection: AsyncConnection, symbols: Iterable[Symbol], began: int | None
    ) -> tuple[list[Pit], dict[Symbol, Exception]]:
        """What is stored; ``began`` is the market that they are told from its tape."""
        pits, broken = await load_pits(connection, {one: self._told(one) for one in symbols})
        splits = await find_splits(connection, began)
        for pit in pits:
            for split, said_at in splits.get(pit.symbol, ()):
                pit.splits.know(split, said_at)
        return pits, broken

    def _is_ours(self, symbol: Symbol) -> bool:
        return partition_of(symbol, self._where.partitions) == self._where.partition

    async def _adopt(self, connection: AsyncConnection) -> None:
        """Take in orders that work and that no book knows: those of before there were books."""
        for symbol, order in await load_working(connection):
            if not self._is_ours(symbol) or symbol in self._pits.out_of_order:
                continue
            pit = self._pits.pit(symbol)
            if pit.book is None or pit.book.find(order.order_id) is None:
                logger.warning("%s: order %s comes to a book again", symbol, order.order_id)
                pit.adopt(order, self._pits.now)
                self._pits.woke(pit)

    def _to_freeze(self, pits: Iterable[Pit]) -> Iterable[Pit]:
        """Those of which all is stored, and that fell asleep; and one that was told a lot.

        To write down a large one takes its time, which nobody else in the process has meanwhile.
        """
        out, is_enough = self._pits.out_of_order, False
        for pit in {*pits, *self._pits.awake()}:
            if pit.is_changed or pit.symbol in out:
                continue
            if (sleeps := pit.sleep()) or (pit.is_to_freeze and not is_enough):
                is_enough = is_enough or not sleeps
                self._saving.add(pit.symbol)
                self._pits.woke(pit)
                yield pit


def _reel(strip: Strip) -> Reel:
    said, began = strip.written, made_at(strip.written.run)
    begins = said.number == 1
    return Reel(strip.offset, said.time, said.items, said.complete, begins, strip.is_torn, began)


def _always(offset: int) -> Told:
    return lambda _symbol: offset


def _never(_symbol: Symbol) -> int:
    return -1
