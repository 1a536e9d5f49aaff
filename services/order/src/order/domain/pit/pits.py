"""The pits of one partition, and what the tape does to them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from order.domain.exchange.inputs import Item
from order.domain.pit.pit import Pit
from vocabulary import Symbol


class Reel(NamedTuple):
    """A strip of the tape: what was said, up to market ``time`` in microseconds.

    The market that speaks ``began`` then, in milliseconds since 1970 by the wall. One that is
    ``complete`` repeats where everything stands. Where it ``begins`` a new tape, or is
    ``torn`` from what came before, what was known does not count any more; and after a tear nobody
    knows better until the next complete one.
    """

    offset: int
    time: int
    items: Sequence[Item]
    is_complete: bool = False
    begins: bool = False
    is_torn: bool = False
    began: int | None = None


class Pits:
    """Every symbol of a partition that was heard of. ``is_ours`` says which belong to it.

    What a pit cannot be told spoils it: it hears nothing until it is put back as it was stored.
    Then it is told all but that, and shows nothing until the market is told whole. If it cannot
    even be told that, it is out of order.
    """

    def __init__(self, is_ours: Callable[[Symbol], bool]) -> None:
        self.now = 0
        self.spoilt: dict[Symbol, Exception] = {}
        self.out_of_order: dict[Symbol, Exception] = {}
        self._is_ours = is_ours
        self._is_whole = False
        self._pits: dict[Symbol, Pit] = {}
        self._awake: dict[Symbol, Pit] = {}
        self._foreign: set[Symbol] = set()
        self._left_out: set[tuple[int, Symbol]] = set()

    def begin(self, pits: Iterable[Pit], now: int = 0) -> None:
        """Know these pits and no others."""
        self.now = now
        self._is_whole = False
        self.spoilt.clear()
        self.out_of_order.clear()
        self._left_out.clear()
        self._pits = {pit.symbol: pit for pit in pits}
        self._awake = {one: pit for one, pit in self._pits.items() if pit.book is not None}

    def put_back(self, pits: Iterable[Pit], reels: Iterable[Reel]) -> None:
        """Let these pits take the place of those that have their symbols, and hear what was told.

        What spoilt one is left out.
        """
        back = {pit.symbol: pit for pit in pits}
        self._pits |= back
        for pit in back.values():
            self.woke(pit)
        self.spoilt = {one: error for one, error in self.spoilt.items() if one not in back}
        for reel in reels:
            self._tell(reel, back.keys())

    def pit(self, symbol: Symbol) -> Pit:
        """The pit of a symbol."""
        found = self._pits.get(symbol)
        if found is None:
            found = self._pits[symbol] = Pit(symbol)
            found.is_doubted = not self._is_whole
        return found

    def all(self) -> list[Pit]:
        """All that were heard of."""
        return [*self._pits.values()]

    def awake(self) -> list[Pit]:
        """Those that have a book."""
        return [*self._awake.values()]

    def woke(self, pit: Pit) -> None:
        """A pit may have a book now, or have none any more."""
        if pit.book is None:
            self._awake.pop(pit.symbol, None)
        else:
            self._awake[pit.symbol] = pit

    def tell(self, reel: Reel) -> None:
        """Tell all pits a strip of the tape. Look at ``spoilt`` afterwards."""
        self.now = reel.time
        self._is_whole = reel.is_complete or (self._is_whole and not reel.is_torn)
        if reel.is_torn:  # it may be another tape, of which nobody has heard anything
            for pit in self._pits.values():
                pit.told = -1
        self._tell(reel, None)

    def _tell(self, reel: Reel, only: Collection[Symbol] | None) -> None:
        left_out = {symbol for offset, symbol in self._left_out if offset == reel.offset}
        if reel.begins or reel.is_torn or left_out:
            self._doubt(reel, self._some(only), left_out)
        taught = self._tell_items(reel, only, left_out)
        if reel.is_complete:
            for pit in taught:
                self._know(pit, reel)
        self._pass_time(reel, self._awake.values() if only is None else self._some(only))

    def _pass_time(self, reel: Reel, pits: Iterable[Pit]) -> None:
        """Let time pass for those who did not hear of it before: it may have gone back since."""
        for pit in pits:
            if pit.book is not None and reel.offset > pit.told and self._hears(pit):
                try:
                    pit.pass_time(reel.time)
                except Exception as error:  # whatever it is, it must not keep others waiting
                    self._spoil(pit, reel, error)

    def _tell_items(
        self, reel: Reel, only: Collection[Symbol] | None, left_out: Collection[Symbol]
    ) -> set[Pit]:
        """Tell who is not left out; return who was told something."""
        taught: set[Pit] = set()
        for item in reel.items:
            if item[0] == "b":
                pits = self._some(only)
            elif (pit := self._hearer(item[1], only)) is not None:
                pits = [] if reel.is_complete and pit.is_known else [pit]
            else:
                continue
            for pit in pits:
                if self._hears(pit) and pit.symbol not in left_out:
                    taught.add(pit)
                    self._hear(pit, item, reel)
        return taught

    def _doubt(self, reel: Reel, pits: Iterable[Pit], left_out: Collection[Symbol]) -> None:
        for pit in pits:
            if reel.begins or reel.is_torn:
                pit.is_known = False
            if (reel.is_torn or pit.symbol in left_out) and self._hears(pit):
                self._tear(pit, reel)

    def _some(self, only: Collection[Symbol] | None) -> list[Pit]:
        return [*self._pits.values()] if only is None else [self._pits[one] for one in only]

    def _hear(self, pit: Pit, item: Item, reel: Reel) -> None:
        try:
            pit.hear(item, reel.offset, reel.began)
        except Exception as error:  # whatever it is, it must not keep others waiting
            self._spoil(pit, reel, error)

    def _tear(self, pit: Pit, reel: Reel) -> None:
        try:
            pit.tear(reel.time, reel.offset)
        except Exception as error:  # whatever it is, it must not keep others waiting
            self._spoil(pit, reel, error)

    def _know(self, pit: Pit, reel: Reel) -> None:
        if not self._hears(pit):
            return
        try:
            pit.know(reel.time, reel.offset)
        except Exception as error:  # whatever it is, it must not keep others waiting
            self._spoil(pit, reel, error)

    def _spoil(self, pit: Pit, reel: Reel, error: Exception) -> None:
        if (reel.offset, pit.symbol) in self._left_out:
            self.out_of_order[pit.symbol] = error
        self._left_out.add((reel.offset, pit.symbol))
        self.spoilt[pit.symbol] = error

    def _hears(self, pit: Pit) -> bool:
        return pit.symbol not in self.spoilt and pit.symbol not in self.out_of_order

    def _hearer(self, symbol: Symbol, only: Collection[Symbol] | None) -> Pit | None:
        """Whom it concerns, if it is ours."""
        if only is not None:
            return self._pits[symbol] if symbol in only else None
        found = self._pits.get(symbol)
        if found is None and symbol not in self._foreign:
            if self._is_ours(symbol):
                return self.pit(symbol)
            self._foreign.add(symbol)
        return found
