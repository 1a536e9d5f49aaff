"""What a feed is. A plugin is an entry point of group ``outcry.feeds`` that names a ``FeedOpener``.

A feed is opened once, and told from once, from its first tick to its last; again from the first
only if its time can be steered anywhere.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol, runtime_checkable

from market_data.domain.actions import CorporateAction
from market_data.domain.instruments import Instrument
from market_data.domain.ticks import Tick
from market_data.feeds.health import Health
from market_data.settings import MarketDataSettings
from vocabulary import ClockState, Price, Symbol


class FeedRefused(Exception):
    """The feed cannot go on, or not even start.

    ``code`` says why to programs, the text to people.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Steering(Enum):
    """What market time can be made to do."""

    NONE = auto()
    """Nothing: ticks come when they happen, in the real world."""
    ONWARD = auto()
    """It can stop, go at any speed, and be taken onward: ticks are there as soon as asked for."""
    ANYWHERE = auto()
    """Back as well: every call of ``ticks`` begins with the first one."""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that was left out."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class FeedReport:
    """How a feed is doing. ``progress`` is the share that was read, from 0 to 1, if that is known.

    ``broken`` holds the first of the broken lines, ``connections`` those to a vendor. Whoever
    has the ``seed`` of made-up prices can have the same.
    """

    lines_read: int = 0
    lines_broken: int = 0
    progress: float | None = None
    broken: Sequence[BrokenLine] = ()
    connections: Sequence[Health] = ()
    seed: int | None = None


class Feed(Protocol):
    """A source of ticks."""

    @property
    def name(self) -> str:
        """What the plugin is called."""
        ...

    @property
    def source(self) -> str:
        """What exactly it tells from; quotes of another source must not be mixed with its own."""
        ...

    @property
    def time(self) -> ClockState:
        """Whether its ticks happen now (``live``) or happened once (``replay``)."""
        ...

    @property
    def steering(self) -> Steering:
        """What its market time can be made to do."""
        ...

    @property
    def begins(self) -> datetime:
        """Market time of the first tick."""
        ...

    @property
    def instruments(self) -> Sequence[Instrument]:
        """What it has ticks of."""
        ...

    def ticks(self) -> AsyncIterator[Sequence[Tick]]:
        """Ticks in the order of market time, in groups as they come to hand.

        Raises:
            FeedRefused: it cannot go on.
        """
        ...

    def report(self) -> FeedReport:
        """How it is doing."""
        ...


@runtime_checkable
class MadeUp(Feed, Protocol):
    """A feed whose prices have in them what companies do to their shares only if it is told.

    It stands still at each ``midnight`` at which something may take effect, so that what does is
    known before there are ticks of the new day. ``midnight`` is None while it goes on.
    """

    midnight: datetime | None

    def take_effect(self, action: CorporateAction) -> None:
        """From its next tick on, prices and sizes are of shares after ``action``."""
        ...

    def price(self, symbol: Symbol) -> Price:
        """What a share is worth where the feed stands, in dollars."""
        ...


FeedOpener = Callable[[MarketDataSettings, datetime], AbstractAsyncContextManager[Feed]]
"""Opens a feed at a wall time; raises ``FeedRefused`` when it cannot start."""
