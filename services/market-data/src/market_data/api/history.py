"""Bars of the past."""

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
from market_data.queries import history
from market_data.schemas.history import History, HistoryPage

router = market_router()


@router.get("/ohlcv/{symbol}", responses=STRANGER | UNKNOWN)
async def list_bars(
    symbol: SymbolPath, wanted: History, _who: SignedIn, ticker: OwnTicker, database: OwnDatabase
) -> HistoryPage:
    """Bars in the order of time, the one that still grows included."""
    check_known(ticker.market, symbol)
    stretch = history.stretch(symbol, wanted.interval, wanted.start, wanted.until, wanted.limit)
    page = await history.find_page(database, stretch, ticker.fresh_bars(symbol))
    return HistoryPage.of(stretch, wanted.interval, page, ticker.market.known_until())
