"""Prices on their way to clients: shared text, and of each kind only the newest."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from stream.domain.channels import ANY, Channel, Topic
from vocabulary import Symbol


class Frame:
    """Text that is written when the first client is about to be sent it, then shared by all.

    A price that nobody watches, or that a newer one replaces in time, is never written at all.
    """

    __slots__ = ("_text", "_write")

    def __init__(self, write: Callable[[], str]) -> None:
        self._write: Callable[[], str] | None = write
        self._text = ""

    @property
    def text(self) -> str:
        """The message."""
        if self._write is not None:
            self._text, self._write = self._write(), None
        return self._text


@dataclass(slots=True)
class Price:
    """News of one topic. Of several that wait for a client it is kept the newest ``keep``.

    What is ``about`` something, as a bar is about when it begins, makes everything worthless that
    was said about that before; then ``keep`` counts those of the same ``kind`` only.
    """

    topic: Topic
    frame: Frame
    kind: str = ""
    keep: int = 1
    about: Hashable = None
    key: str = field(init=False)
    """The topic as text: it is looked up once for every client."""

    def __post_init__(self) -> None:
        self.key = f"{self.topic.channel} {self.topic.symbol}"

    def after(self, waiting: tuple["Price", ...]) -> tuple["Price", ...]:
        """What is left of those that wait for a client, and this one."""
        if self.about is None:
            return (*waiting, self)[-self.keep :]
        others = [one for one in waiting if one.about != self.about]
        alike = [one for one in others if one.kind == self.kind]
        oldest = alike[0] if len(alike) >= self.keep else None
        return (*(one for one in others if one is not oldest), self)


class Latest:
    """Prices that wait for one client. There are never more than kinds and symbols allow."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, tuple[Price, ...]] = OrderedDict()

    def offer(self, price: Price) -> int:
        """Let a price wait in the place of those it replaces; return how many it replaced."""
        prices = self._waiting.get(price.key)
        if prices is None:
            self._waiting[price.key] = (price,)
            return 0
        left = self._waiting[price.key] = price.after(prices)
        return len(prices) + 1 - len(left)

    def __len__(self) -> int:
        """How many prices wait."""
        return sum(map(len, self._waiting.values()))

    def next(self) -> Frame | None:
        """Take the price that waited longest, as new as it is by now."""
        if not self._waiting:
            return None
        key, prices = self._waiting.popitem(last=False)
        first = prices[0]
        if len(prices) > 1:
            self._waiting[key] = prices[1:]
            self._waiting.move_to_end(key, last=False)
        return first.frame

    def drop(self, topics: Iterable[Topic]) -> None:
        """Forget what waits for topics that the client does not listen to any more."""
        gone = frozenset(topics)
        for key in [key for key, prices in self._waiting.items() if prices[0].topic in gone]:
            del self._waiting[key]


class Board:
    """The newest price of every kind and symbol: what a new subscriber is shown first."""

    def __init__(self) -> None:
        self._prices: defaultdict[Channel, dict[Symbol, dict[str, Price]]] = defaultdict(dict)

    def show(self, price: Price) -> None:
        """Put up a price in place of those it replaces."""
        channel, symbol = price.topic
        prices = self._prices[channel].setdefault(symbol, {})
        if price.about is not None:  # then there are kinds; the newest is read last
            for kind in [kind for kind, one in prices.items() if one.about == price.about]:
                del prices[kind]
            prices.pop(price.kind, None)
        prices[price.kind] = price

    def of(self, topic: Topic) -> Iterator[Price]:
        """What is on the board about a topic, in the order in which it was told."""
        channel, symbol = topic
        symbols = self._prices[channel]
        for one in symbols if symbol == ANY else [symbol]:
            yield from symbols.get(one, {}).values()
