"""The splits of one symbol that its book is to be told at their times."""

from collections.abc import Iterable, Iterator

from order.domain.exchange.book import Book
from order.domain.exchange.inputs import Item, split_item
from order.domain.exchange.splitting import Split


class Splits:
    """Those that are known before their time, and those of the market as it goes now.

    A market that begins anew does not repeat what is effective, nor what it had come to. What is
    effective and was not reached is due before that: for everybody else shares are new ones by now.
    Who reads the tape late may know already what was said after the market had begun anew: that
    waits for its time. When it ``began`` is in milliseconds since 1970 by the wall, as is when a
    split was said to be effective; where nobody knows, all of that was before.
    """

    __slots__ = ("_known", "_now", "_said")

    def __init__(self) -> None:
        self._known: dict[str, Split] = {}
        self._said: dict[str, int] = {}
        self._now = 0

    def know(self, split: Split, said_at: int | None) -> None:
        """Know what was said last of a split, and when it was said to be effective, if it was."""
        self._known[split.action_id] = split
        if said_at is not None:
            self._said.setdefault(split.action_id, said_at)

    def hear(self, item: Item, began: int | None = None) -> list[Split]:
        """Know how far the market has come; which splits it has passed just now."""
        if item[0] != "b":
            before, self._now = self._now, max(self._now, item[2])
            return [one for one in sorted(self._known.values()) if before < one.time <= self._now]
        past = {name for name, one in self._known.items() if one.time <= self._now}
        for name in past | self._effective_before(began):
            self._known.pop(name, None)
            self._said.pop(name, None)
        self._now = item[1]
        return []

    def due(self, book: Book, symbol: str, now: int) -> Iterator[Item]:
        """What a book is to be told by ``now``, the first first; what it was told, it knows."""
        if not self._known:
            return
        passed = [one for one in self._known.values() if one.time <= now]
        yield from self._untold(book, symbol, passed)

    def overdue(self, book: Book, symbol: str, began: int | None) -> Iterator[Item]:
        """What a book is to be told before its market begins anew: what is effective."""
        names = self._effective_before(began)
        return self._untold(book, symbol, [self._known[name] for name in names])

    def _effective_before(self, began: int | None) -> set[str]:
        return {name for name, at in self._said.items() if began is None or at <= began}

    @staticmethod
    def _untold(book: Book, symbol: str, splits: Iterable[Split]) -> Iterator[Item]:
        told = {one.action_id for one in book.desk.splits}
        return (split_item(symbol, one) for one in sorted(splits) if one.action_id not in told)
