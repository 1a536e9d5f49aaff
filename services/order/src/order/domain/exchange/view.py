"""What a market shows, remembered for a book that nobody needs for now."""

from typing import Any

from order.domain.core.shown import ENDLESS
from order.domain.exchange.inputs import Item
from order.domain.exchange.splitting import Split
from vocabulary import InstrumentStatus, SessionPhase

_AUCTIONS = (InstrumentStatus.OPENING_AUCTION.value, InstrumentStatus.CLOSING_AUCTION.value)
_CLOSED = SessionPhase.CLOSED.value
_NOT_PASSED = (ENDLESS, 0)


class View:
    """The newest of each kind, as it was told: little work for each.

    What it makes of them tells another book all that matters. ``low`` and ``high`` are the lowest
    bid and the highest ask that quotes have shown since the newest depth: of that, only what is
    beyond them still holds. The last trade ``is_fresh`` until the phase changes or nobody knows
    what is shown.
    """

    __slots__ = (
        "_begun",
        "_best",
        "_crossed",
        "_depth",
        "_high",
        "_is_fresh",
        "_low",
        "_newest",
        "_now",
    )

    def __init__(self) -> None:
        self._newest: dict[str, Item] = {}
        self._begun: Item | None = None
        self._depth: Item | None = None
        self._best: Item | None = None
        self._crossed: Item | None = None
        self._low, self._high = _NOT_PASSED
        self._is_fresh = False
        self._now = 0

    def see(self, item: Item) -> None:
        """Remember what was told of the market, or that time has passed."""
        kind = item[0]
        if kind == "b":
            self._begin(item)
            return
        self._now = max(self._now, item[2])
        if kind == "q":
            self._quote(item)
        elif kind == "d":
            self._show(item)
        elif kind in {"x", "u"}:
            self._is_fresh = False
            self._show(["x", *item[1:]])
        elif kind == "t":
            self._trade(item)
        elif kind == "split":
            self._split(item)
        elif kind in {"s", "p", "n"}:
            self._change(item)

    def _split(self, item: Item) -> None:
        """What was told is of old shares: only what was last paid is worth anything, in new."""
        _, symbol, time, *how = item
        self._is_fresh = False
        self._show(["x", symbol, time])
        if "n" in self._newest:
            self._newest["n"] = ["n", symbol, time, 0, 0]
        if (last := self._newest.get("t")) is not None:
            price = Split(time, *how).price(last[3], up=False)
            self._newest["t"] = [*last[:3], price, *last[4:]]

    def items(self) -> list[list[Any]]:
        """What makes a new book the same as one that was told everything and is idle."""
        newest, crossed, over = dict(self._newest), self._crossed, list[Item | None]()
        last = newest.pop("t", None)
        if last is not None and not self._is_fresh:  # the phase comes after it
            phase = newest.pop("p", ["p", last[1], last[2], self._phase()])
            over = [last, newest.pop("s", None), crossed, phase]
            last = crossed = None
        shown = None if self._depth is None else self._held(self._depth)
        told = [*newest.values(), shown, last, self._best, crossed]
        rest = sorted((one for one in told if one is not None), key=lambda item: item[2])
        found = [[*item] for item in (*over, *rest) if item is not None]
        begun = [[*self._begun]] if self._begun is not None else []
        return [*begun, *found, ["c", "", self._now]]

    def _begin(self, item: Item) -> None:
        """The market begins anew: only how the symbol trades is kept, an auction as a halt."""
        now = item[1]
        kept: dict[str, Item] = {}
        for kind in ("s", "p"):
            if kind in self._newest:
                _, symbol, _, how = self._newest[kind]
                how = InstrumentStatus.HALTED.value if how in _AUCTIONS else how
                kept[kind] = [kind, symbol, now, how]
        self._newest, self._begun, self._now = kept, item, now
        self._crossed = None
        self._show(None)

    def _show(self, depth: Item | None) -> None:
        self._depth, self._best = depth, None
        self._low, self._high = _NOT_PASSED

    def _quote(self, item: Item) -> None:
        _, _, _, bid, _, ask, _ = item
        self._best = item
        if bid and ask and bid > ask:
            self._low, self._high = 0, ENDLESS
        else:
            self._low = min(self._low, bid)
            self._high = max(self._high, ask or ENDLESS)

    def _trade(self, item: Item) -> None:
        _, symbol, time, price, size, auction = item
        if auction and self._status() in _AUCTIONS:
            self._crossed = item
        if price:
            self._is_fresh = True
            self._newest["t"] = ["t", symbol, time, price, size, ""]

    def _change(self, item: Item) -> None:
        if item[0] == "s" and item[3] != self._status():
            self._crossed = None
        self._is_fresh = self._is_fresh and item[0] != "p"
        closes = item[0] == "p" and item[3] == _CLOSED != self._phase()
        if closes and (self._depth or self._best or self._begun is None):
            self._show(["d", item[1], item[2], [], []])
        self._newest[item[0]] = item

    def _status(self) -> str:
        """How the symbol trades; a new book thinks that it does."""
        return self._newest["s"][3] if "s" in self._newest else InstrumentStatus.TRADING.value

    def _phase(self) -> str:
        """Which part of its day it is; a new book thinks that it is the regular session."""
        return self._newest["p"][3] if "p" in self._newest else SessionPhase.REGULAR.value

    def _held(self, depth: Item) -> list[Any]:
        """What still holds of a depth."""
        if depth[0] == "x":
            return [*depth]
        kind, symbol, time, bids, asks = depth
        bids = [offer for offer in bids if offer[0] < self._low]
        asks = [offer for offer in asks if offer[0] > self._high]
        return [kind, symbol, time, bids, asks]
