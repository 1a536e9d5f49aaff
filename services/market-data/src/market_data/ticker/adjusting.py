"""Bars of the past in shares of today, as clients are sent them."""

from collections.abc import Sequence
from dataclasses import replace

from chassis.transaction import Database
from market_data.domain.adjustment import Adjusted, Adjustment, adjusted, straddles
from market_data.domain.bars import Bar, bar_end, merged
from market_data.queries.adjustments import factors
from market_data.queries.lines import bar_of, line
from market_data.ticker.history import History, Page, Wish
from market_data.ticker.market import Market
from vocabulary import BarInterval

DAYS_MAX = 400
"""No bar is of more days."""


class Adjusting:
    """Bars as they were traded are kept; what became of the shares since is worked in on the way.

    A bar that holds both kinds of shares is put together anew from its days.
    """

    def __init__(self, history: History, market: Market, database: Database) -> None:
        self._history = history
        self._market = market
        self._database = database

    async def page(self, wish: Wish, raw: Page, how: Adjusted) -> Page:
        """The bars of ``raw``, adjusted for what is known by now, in market time."""
        async with self._database.engine.connect() as connection:
            known = await factors(connection, wish.symbol, self._market.time())
        wanted = [one for one in known if how.applies_to(one.kind)]
        if not wanted:
            return raw
        return replace(raw, lines=await self._lines(wish, raw.lines, wanted))

    async def _lines(
        self, wish: Wish, lines: Sequence[str], wanted: Sequence[Adjustment]
    ) -> list[str]:
        shown = [bar_of(one, wish.symbol, wish.interval) for one in lines]
        bars = adjusted((bar for bar, _ in shown), wanted)
        return [
            line(await self._whole(wish, bar, wanted), closed=closed)
            for bar, (_, closed) in zip(bars, shown, strict=True)
        ]

    async def _whole(self, wish: Wish, bar: Bar, wanted: Sequence[Adjustment]) -> Bar:
        zone = self._history.zone(wish.symbol)
        ends = bar_end(bar.start, wish.interval, zone)
        if not straddles(bar.start, ends, wanted):
            return bar
        page = await self._history.page(
            Wish(wish.symbol, BarInterval.DAY_1, bar.start, ends, DAYS_MAX)
        )
        days = [bar_of(one, wish.symbol, BarInterval.DAY_1)[0] for one in page.lines]
        return merged(adjusted(days, wanted), bar.start, wish.interval) if days else bar
