"""Bars of the past."""

from typing import Annotated

from fastapi import Path, Response

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from market_data.api.reach import (
    STRANGER,
    UNKNOWN,
    OwnTicker,
    UnknownSymbol,
    market_router,
)
from market_data.domain.adjustment import Adjusted
from market_data.schemas.history import HighchartsPage, History, HistoryPage, written
from market_data.settings import ListedSymbol
from market_data.ticker.adjusting import Adjusting

router = market_router()
ListedPath = Annotated[
    ListedSymbol, Path(examples=["IBM"], description="What ticks, or was imported.")
]


@router.get(
    "/ohlcv/{symbol}",
    responses=STRANGER | UNKNOWN,
    response_model=HistoryPage | HighchartsPage,
)
async def list_bars(
    symbol: ListedPath, wanted: History, _who: SignedIn, ticker: OwnTicker, database: OwnDatabase
) -> Response:
    """Bars in the order of time, the one that still grows included; also of what does not tick.

    With `adjusted`, those before a split or a dividend are shown in shares of today, in market
    time; what is ahead of it is not known yet.
    """
    wish = wanted.wish(symbol)
    page = await ticker.history.page(wish)
    if not (page.lines or ticker.history.is_listed(symbol)):
        raise UnknownSymbol(f"nothing is known of {symbol!r} here", symbol=symbol)
    if wanted.adjusted is not Adjusted.RAW:
        adjusting = Adjusting(ticker.history, ticker.market, database)
        page = await adjusting.page(wish, page, wanted.adjusted)
    return Response(written(wish, page, wanted.format), media_type="application/json")
