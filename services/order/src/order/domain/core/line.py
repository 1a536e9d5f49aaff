"""Orders that wait at one price: oldest first, each behind what of the market was there before it.

Nobody knows where in the market's line our orders stand, so it is counted. A price counts in
``gone`` the market's shares that traded there or went away ahead of us; an order that arrives is
``mark = gone + what the market shows`` and its turn comes when ``gone`` has reached its mark. When
the market shows less than is ahead of an order, somebody ahead has left: all who were there by then
stand behind at most that much. Such ``caps`` are kept in a line of their own in which only the
smallest that still matter remain, so that a trade or a quote costs the same whoever waits. The mark
of the last in line is always up to date: whoever comes next needs it.
"""

from collections import deque


class Entry:
    """What one order may trade, and its place in line.

    ``price`` is the worst at which it trades, ``left`` what of it is shown, ``reserve`` what comes
    after that, ``display`` at a time. ``sibling`` shrinks by whatever this one trades. ``turn``
    counts arrivals, so that it is known who was in line when a cap was set.
    """

    __slots__ = (
        "account",
        "after",
        "before",
        "display",
        "is_buy",
        "key",
        "left",
        "level",
        "mark",
        "price",
        "reserve",
        "sibling",
        "turn",
    )

    def __init__(  # noqa: PLR0917  # made for every order: names in the call would cost
        self,
        key: int,
        account: int,
        is_buy: bool,  # noqa: FBT001
        price: int,
        left: int,
        display: int = 0,
    ) -> None:
        self.key = key
        self.account = account
        self.is_buy = is_buy
        self.price = price
        self.left = left
        self.reserve = 0
        self.display = display
        self.mark = 0
        self.turn = 0
        self.level: Level | None = None
        self.before: Entry | None = None
        self.after: Entry | None = None
        self.sibling: Entry | None = None

    @property
    def open(self) -> int:
        """All that it may still trade, shown or not."""
        return self.left + self.reserve


class Level:
    """All that waits at one price; ``size`` is what of it is shown."""

    __slots__ = ("caps", "first", "gone", "last", "price", "size")

    def __init__(self, price: int) -> None:
        self.price = price
        self.first: Entry | None = None
        self.last: Entry | None = None
        self.size = 0
        self.gone = 0
        self.caps: deque[tuple[int, int]] = deque()

    def append(self, entry: Entry) -> None:
        """Put an order at the end."""
        last = self.last
        entry.level = self
        entry.before = last
        if last is None:
            self.first = entry
        else:
            last.after = entry
        self.last = entry
        self.size += entry.left

    def remove(self, entry: Entry) -> None:
        """Take an order out, wherever it stands."""
        before, after = entry.before, entry.after
        if before is None:
            self.first = after
        else:
            before.after = after
        if after is None:
            self.last = before
            if before is not None:
                self._bring_up_to_date(before)
        else:
            after.before = before
        self.size -= entry.left
        entry.level = entry.before = entry.after = None

    def _bring_up_to_date(self, last: Entry) -> None:
        """Who is last again has the smallest cap since it came, which is one for all in line."""
        caps, cap = self.caps, None
        while caps and caps[-1][0] >= last.turn:
            cap = caps.pop()[1]
        if cap is not None:
            last.mark = min(last.mark, cap)
            caps.append((last.turn, cap))

    def stand_behind(self, entry: Entry, ahead: int) -> None:
        """Let so much of the market trade first. Nobody passes an order of ours that is there."""
        mark = self.gone + ahead
        before = entry.before
        entry.mark = mark if before is None else max(mark, before.mark)

    def show(self, size: int) -> None:
        """The market shows ``size`` here now: no more than that is ahead of those in line."""
        last = self.last
        cap = self.gone + size
        if last is None or cap >= last.mark:
            return
        last.mark = cap
        caps = self.caps
        while caps and caps[-1][1] >= cap:
            caps.pop()
        caps.append((last.turn, cap))

    def ahead(self, entry: Entry) -> int:
        """How much of the market trades before the first in line, ``entry``."""
        caps = self.caps
        while caps and caps[0][0] < entry.turn:
            caps.popleft()
        mark = min(entry.mark, caps[0][1]) if caps else entry.mark
        return max(mark - self.gone, 0)
