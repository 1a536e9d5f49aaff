"""Prices on their way to clients: shared text, and of each kind only the newest."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
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
    """News of one symbol. A newer one of the same ``kind`` makes this one worthless.

    Of the kinds that do not replace each other entirely, a client is kept the newest ``keep``.
    """

    topic: Topic
    frame: Frame
    kind: str = ""
    keep: int = 1
    key: str = field(init=False)
    """The topic and kind in one: it is looked up once for every client."""

    def __post_init__(self) -> None:
        self.key = f"{self.topic.channel} {self.topic.symbol} {self.kind}"


class Latest:
    """Prices that wait for one client. There are never more than kinds and symbols allow."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, tuple[Price, ...]] = OrderedDict()

    def offer(self, price: Price) -> int:
        """Let a price wait in the place of the one it replaces; return how many it replaced."""
        prices = self._waiting.get(price.key)
        if prices is None:
            self._waiting[price.key] = (price,)
            return 0
        self._waiting[price.key] = (*prices, price)[-price.keep :]
        return int(len(prices) >= price.keep)

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
        """Put up a price in place of the one it replaces."""
        channel, symbol = price.topic
        self._prices[channel].setdefault(symbol, {})[price.kind] = price

    def of(self, topic: Topic) -> Iterator[Price]:
        """What is on the board about a topic."""
        channel, symbol = topic
        symbols = self._prices[channel]
        for one in symbols if symbol == ANY else [symbol]:
            yield from symbols.get(one, {}).values()
