"""Bars of the past."""

from fastapi import Response

from chassis.security import SignedIn
from market_data.api.reach import (
    STRANGER,
    UNKNOWN,
    OwnTicker,
    SymbolPath,
    check_known,
    market_router,
)
from market_data.schemas.history import HighchartsPage, History, HistoryPage, written

router = market_router()


@router.get(
    "/ohlcv/{symbol}",
    responses=STRANGER | UNKNOWN,
    response_model=HistoryPage | HighchartsPage,
)
async def list_bars(
    symbol: SymbolPath, wanted: History, _who: SignedIn, ticker: OwnTicker
) -> Response:
    """Bars in the order of time, the one that still grows included."""
    check_known(ticker.market, symbol)
    wish = wanted.wish(symbol)
    page = await ticker.history.page(wish)
    return Response(written(wish, page, wanted.format), media_type="application/json")
