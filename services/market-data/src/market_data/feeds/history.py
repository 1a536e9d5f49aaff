"""Who can be asked for bars of the past, when there are none here."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from market_data.domain.bars import Bar
from market_data.settings import MarketDataSettings
from vocabulary import BarInterval, Symbol


class HistoryProvider(Protocol):
    """A vendor's archive. Whoever asks makes sure that the same is not asked for twice at once."""

    @property
    def name(self) -> str:
        """What the plugin is called."""
        ...

    @property
    def intervals(self) -> frozenset[BarInterval]:
        """Of which intervals it has bars; all others are made from these."""
        ...

    async def bars(
        self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
    ) -> Sequence[Bar]:
        """The bars that start from ``first`` on and before ``until``, in the order of time.

        Raises:
            FeedRefused: it does not answer, or does not know the symbol.
        """
        ...


ArchiveOpener = Callable[[MarketDataSettings], AbstractAsyncContextManager[HistoryProvider]]
"""Opens an archive; raises ``FeedRefused`` when it cannot, for want of a key for example."""
