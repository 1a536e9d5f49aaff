"""Orders that meet each other and the market: price first, then time.

At one price our traders come before the market. A trade is at the price of who was there first: the
resting order's, or what the market shows. An order that names no price waits beside the ladders,
because it has no price to be found by: it takes what comes within its bound, before all others.
"""

from order.domain.core.ladder import Ladder
from order.domain.core.line import Entry, Level
from order.domain.core.shown import ENDLESS, Offer, Shown, Step
from order.domain.core.trade import HEARD, TOOK, WAITED, Trade


class Matching:
    """Two ladders, and what the market shows on both sides.

    ``trades`` and ``withdrawn`` (orders that ended because they met one of their own account) are
    for the caller to read and to clear. No trade is below ``low`` or above ``high``. An ``endless``
    market sells and buys without limit, and its orders do not meet each other.

    Own trades: the newer of two orders of one account that would trade with each other is
    withdrawn; the older one, if ``keeps_newer``.
    """

    __slots__ = (
        "asks",
        "bids",
        "buys",
        "high",
        "hungry",
        "is_endless",
        "keeps_newer",
        "low",
        "sells",
        "trades",
        "withdrawn",
    )

    def __init__(self, *, is_endless: bool = False, keeps_newer: bool = False) -> None:
        self.is_endless = is_endless
        self.keeps_newer = keeps_newer
        self.buys = Ladder(-1)
        self.sells = Ladder(1)
        self.bids = Shown(-1, is_endless=is_endless)
        self.asks = Shown(1, is_endless=is_endless)
        self.low = 0
        self.high = ENDLESS
        self.hungry: dict[int, Entry] = {}
        self.trades: list[Trade] = []
        self.withdrawn: list[Entry] = []

    def take(self, entry: Entry) -> None:
        """Trade at once what an order that is not in line can trade; what is left stays in it."""
        if entry.is_buy:
            makers, shown, bound = self.sells, self.asks, min(entry.price, self.high)
        else:
            makers, shown, bound = self.buys, self.bids, max(entry.price, self.low)
        sign = makers.sign
        bound *= sign
        while entry.left:
            level = None if self.is_endless else makers.best()
            step = shown.best() if shown.steps else None
            if level is not None and (step is None or level.price * sign <= step.price * sign):
                if level.price * sign > bound or not self._take_level(entry, makers, level):
                    return
            elif step is None or step.price * sign > bound or not self._allows(step.price):
                return
            else:
                self._take_shown(entry, shown, step, TOOK)

    def rest(self, entry: Entry, ahead: int = 0) -> None:
        """Let what is left wait in line, behind ``ahead`` of the market's shares.

        Whoever waits for any price at all, and now has one, takes it.
        """
        ladder = self.buys if entry.is_buy else self.sells
        if entry.display:
            _hide(entry)
        ladder.add(entry)
        if entry.level is not None and (ahead or entry.before is not None):
            entry.level.stand_behind(entry, ahead)
        if self.hungry:
            self.feed()

    def wait(self, entry: Entry) -> None:
        """Let what is left of an order without a price wait for one."""
        self.hungry[entry.key] = entry

    def feed(self) -> None:
        """Let those who wait for any price take what is there, oldest first."""
        for entry in list(self.hungry.values()):
            if entry.left and entry.key in self.hungry:
                self.take(entry)
            if not entry.left:
                self.hungry.pop(entry.key, None)

    def remove(self, entry: Entry) -> None:
        """Take an order out of wherever it waits."""
        self.hungry.pop(entry.key, None)
        if entry.level is not None:
            (self.buys if entry.is_buy else self.sells).remove(entry)

    def shrink(self, entry: Entry, size: int) -> None:
        """Let an order trade ``size`` less, its reserve first. Nothing left: it waits no more."""
        hidden = min(size, entry.reserve)
        entry.reserve -= hidden
        shown = min(size - hidden, entry.left)
        entry.left -= shown
        if entry.level is not None:
            entry.level.size -= shown
        if not entry.left:
            self.remove(entry)

    def show(self, offers: list[Offer], now: int, *, is_bid: bool) -> None:
        """The market shows all of one side anew; nobody trades with it yet."""
        shown = self.bids if is_bid else self.asks
        before = shown.steps
        shown.show(offers, now)
        self._move_lines(self.buys if is_bid else self.sells, shown, before)

    def show_best(self, price: int, size: int, now: int, *, is_bid: bool) -> None:
        """The market shows another best price on one side; nobody trades with it yet."""
        shown = self.bids if is_bid else self.asks
        before = shown.steps
        shown.show_best(price, size, now)
        self._move_lines(self.buys if is_bid else self.sells, shown, before)

    def meet_market(self) -> None:
        """After the market has shown something new: whoever can trade with it does."""
        if self.hungry:
            self.feed()
        self._meet(self.buys, self.asks)
        self._meet(self.sells, self.bids)

    def hear(self, price: int, size: int) -> None:
        """The market traded ``size`` at ``price``: what our orders there and behind get of it."""
        if self._allows(price):
            heard = ENDLESS if self.is_endless else size
            self._hear(self.buys, self.bids, price, heard)
            self._hear(self.sells, self.asks, price, heard)

    def _allows(self, price: int) -> bool:
        return self.low <= price <= self.high

    def _take_level(self, taker: Entry, makers: Ladder, level: Level) -> bool:
        """Trade with the line at one price; false if the taker has to stop there."""
        trades, price, left = self.trades, level.price, taker.left
        while left and (maker := level.first) is not None:
            if maker.account == taker.account:
                taker.left = left
                return self._part(taker, maker)
            if maker.left > left:
                size = left
                maker.left -= size
                level.size -= size
            else:
                size = maker.left
                self._use_up(makers, maker)
            left -= size
            trades.append((taker, maker, price, size, TOOK))
            if maker.sibling is not None:
                self.shrink(maker.sibling, size)
            if taker.sibling is not None:
                self.shrink(taker.sibling, size)
        taker.left = left
        return True

    def _use_up(self, ladder: Ladder, entry: Entry) -> None:
        """All that an order showed has traded: it leaves, or shows more at the end of the line."""
        level = entry.level
        ladder.remove(entry)
        entry.left = 0
        if entry.reserve and level is not None:
            entry.left = min(entry.display, entry.reserve)
            entry.reserve -= entry.left
            ladder.add(entry)
            shown = self.bids if entry.is_buy else self.asks
            level.stand_behind(entry, shown.size_at(entry.price))

    def _part(self, taker: Entry, maker: Entry) -> bool:
        """Two of one account meet: one is withdrawn. False if it is the taker."""
        is_taker = (taker.key > maker.key) is not self.keeps_newer
        loser = taker if is_taker else maker
        self.remove(loser)
        self.withdrawn.append(loser)
        if is_taker:
            loser.reserve += loser.left
            loser.left = 0
        return not is_taker

    def _take_shown(self, entry: Entry, shown: Shown, step: Step, how: int) -> None:
        size = min(entry.left, step.left)
        shown.take(step, size)
        self._trade(entry, step.price, size, how)

    def _trade(self, entry: Entry, price: int, size: int, how: int) -> None:
        """An order trades with the market."""
        self.trades.append((entry, None, price, size, how))
        if entry.level is None:
            entry.left -= size
        elif size < entry.left:
            entry.left -= size
            entry.level.size -= size
        else:
            self._use_up(self.buys if entry.is_buy else self.sells, entry)
        if entry.sibling is not None:
            self.shrink(entry.sibling, size)

    def _meet(self, ladder: Ladder, shown: Shown) -> None:
        """Who waits trades with what the market now shows at its price or better."""
        sign = -ladder.sign
        while (step := shown.best()) is not None and (entry := ladder.first()) is not None:
            if entry.price * sign < step.price * sign or not self._allows(step.price):
                return
            self._take_shown(entry, shown, step, WAITED)

    def _move_lines(self, ladder: Ladder, shown: Shown, before: list[Step]) -> None:
        """Our lines at prices that are or were shown: no more than what is shown is ahead."""
        if not ladder.in_use or not shown.steps:
            return
        levels = ladder.levels
        for step in before:
            if step.price in levels:
                levels[step.price].show(shown.size_at(step.price))
        for step in shown.steps:
            if step.price in levels:
                levels[step.price].show(step.size)

    def _hear(self, ladder: Ladder, shown: Shown, price: int, size: int) -> None:
        sign = ladder.sign
        while size and (level := ladder.best()) is not None and (entry := level.first) is not None:
            if level.price * sign > price * sign:
                return
            if level.price == price:
                if shown.is_behind(price):
                    level.show(0)
                first = min(level.ahead(entry), size)
                level.gone += first
                size -= first
            traded = min(size, entry.left)
            if traded:
                size -= traded
                self._trade(entry, level.price, traded, HEARD)


def _hide(entry: Entry) -> None:
    """Show no more of an order than it wants to be seen."""
    entry.reserve = max(entry.left - entry.display, 0)
    entry.left -= entry.reserve
