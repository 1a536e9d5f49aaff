# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
# Neither the library nor urllib3's pool say what they take.
"""Massive's bars of the past."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from urllib3 import HTTPResponse, PoolManager
from urllib3.exceptions import HTTPError

from market_data.domain.bars import Bar
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedRefused
from market_data.feeds.massive.library import RESTClient
from market_data.feeds.massive.wire import bar_of, loads
from market_data.feeds.secrets import Secrets
from market_data.feeds.vendors.asking import TIMEOUT_SECONDS, Inquiry, refusal
from market_data.feeds.vendors.reading import read
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass, BarInterval, Symbol

REQUESTS_PER_MINUTE = 5.0
"""Of the free plan."""
BARS_PER_REQUEST = 50_000
SPANS = {
    BarInterval.MINUTE_1: (1, "minute"),
    BarInterval.MINUTE_5: (5, "minute"),
    BarInterval.MINUTE_15: (15, "minute"),
    BarInterval.MINUTE_30: (30, "minute"),
    BarInterval.HOUR_1: (1, "hour"),
    BarInterval.DAY_1: (1, "day"),
}
"""Longer ones begin elsewhere with Massive than here, and are made of these."""
PREFIXES = {AssetClass.CRYPTO: "X:", AssetClass.FX: "C:"}

_MILLISECOND = timedelta(milliseconds=1)
_BAD_REQUEST = 400


class MassiveArchive:
    """Answers of Massive, as bars."""

    name = "massive"
    intervals = frozenset(SPANS)

    def __init__(self, settings: MarketDataSettings, key: str) -> None:
        allowed = settings.requests_per_minute or REQUESTS_PER_MINUTE
        self._inquiry = Inquiry(self.name, allowed, Secrets(settings.massive_key))
        self._client = _Client(key, settings.massive_url)

    async def bars(
        self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
    ) -> Sequence[Bar]:
        """Bars as traded, not adjusted for splits. An answer that is cut off is asked on for.

        Raises:
            FeedRefused: Massive takes no more requests for a while, or does not answer.
        """
        bars: list[Bar] = []
        begins = first
        while True:
            page = await self._page(symbol, interval, begins, until - _MILLISECOND)
            found = read(page.get("results") or (), lambda one: [bar_of(one, symbol, interval)])
            bars.extend(bar for bar in found if first <= bar.start < until)
            if not found or not page.get("next_url"):
                return bars
            begins = found[-1].start + _MILLISECOND

    async def _page(
        self, symbol: Symbol, interval: BarInterval, first: datetime, last: datetime
    ) -> Mapping[str, Any]:
        ticker = PREFIXES.get(instrument_of(symbol).asset_class, "") + symbol
        return await self._inquiry.ask(
            lambda: self._client.page(ticker, *SPANS[interval], first, last)
        )


class _Client(RESTClient):
    """Without the library's own second tries."""

    def __init__(self, key: str, url: str) -> None:
        super().__init__(key, TIMEOUT_SECONDS, TIMEOUT_SECONDS, base=url)
        options = self.client.connection_pool_kw | {"retries": False}
        self.client = _Pool(headers=self.headers, **options)

    def page(
        self, ticker: str, multiplier: int, timespan: str, first: datetime, last: datetime
    ) -> Mapping[str, Any]:
        """An answer, with exact numbers.

        Raises:
            TooMany: Massive counts.
            FeedRefused: it does not answer, or refuses.
        """
        try:
            answer = self.get_aggs(
                ticker,
                multiplier,
                timespan,
                first,
                last,
                adjusted=False,
                sort="asc",
                limit=BARS_PER_REQUEST,
                raw=True,
            )
        except HTTPError as error:
            raise FeedRefused("vendor_away", str(error)) from error
        return loads(cast(HTTPResponse, answer).data)


class _Pool(PoolManager):
    """Says what a refusal was: the library only says that there was one."""

    def request(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        answer = super().request(*args, **options)
        if answer.status >= _BAD_REQUEST:
            raise refusal(answer.status, answer.data.decode(errors="replace"), answer.headers)
        return answer
