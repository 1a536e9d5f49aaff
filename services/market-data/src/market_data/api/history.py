"""Bars of the past."""

from fastapi import Response

from chassis.security import SignedIn
from chassis.service import OwnDatabase
from market_data.api.reach import (
    STRANGER,
    UNKNOWN,
    OwnTicker,
    SymbolPath,
    check_known,
    market_router,
)
from market_data.domain.adjustment import Adjusted
from market_data.schemas.history import HighchartsPage, History, HistoryPage, written
from market_data.ticker.adjusting import Adjusting

router = market_router()


@router.get(
    "/ohlcv/{symbol}",
    responses=STRANGER | UNKNOWN,
    response_model=HistoryPage | HighchartsPage,
)
async def list_bars(
    symbol: SymbolPath, wanted: History, _who: SignedIn, ticker: OwnTicker, database: OwnDatabase
) -> Response:
    """Bars in the order of time, the one that still grows included.

    With `adjusted`, those before a split or a dividend are shown in shares of today, in market
    time; what is ahead of it is not known yet.
    """
    check_known(ticker.market, symbol)
    wish = wanted.wish(symbol)
    page = await ticker.history.page(wish)
    if wanted.adjusted is not Adjusted.RAW:
        adjusting = Adjusting(ticker.history, ticker.market, database)
        page = await adjusting.page(wish, page, wanted.adjusted)
    return Response(written(wish, page, wanted.format), media_type="application/json")
