"""All that is new of some symbols, and what moved most."""

from collections.abc import Iterable

from chassis.security import SignedIn
from market_data.api.reach import (
    STRANGER,
    UNKNOWN,
    OwnRecentBars,
    OwnTicker,
    SymbolsQuery,
    asked_symbols,
    market_router,
)
from market_data.domain.bars import Bar
from market_data.domain.movers import DAY_AND_BEFORE, movers
from market_data.schemas.snapshot import AskedMovers, MoversResponse, Shown, SnapshotResponse
from market_data.ticker.market import Market
from vocabulary import BarInterval

router = market_router()


@router.get("/snapshot", responses=STRANGER | UNKNOWN)
async def show_snapshot(
    _who: SignedIn, ticker: OwnTicker, recent: OwnRecentBars, symbols: SymbolsQuery = ""
) -> list[SnapshotResponse]:
    """Quote, last trade, minute, day and day before of several symbols, in their order."""
    market = ticker.market
    asked = asked_symbols(market, symbols)
    minutes = await recent.newest(asked, BarInterval.MINUTE_1, 1)
    days = await recent.newest(asked, BarInterval.DAY_1, DAY_AND_BEFORE)
    moves = await recent.moves(days)
    return [
        SnapshotResponse.of(
            symbol,
            standing,
            _shown(market, minutes[symbol]),
            _shown(market, days[symbol]),
            moves.get(symbol),
        )
        for symbol in asked
        if (standing := market.board.standing(symbol)) is not None
    ]


@router.get("/movers", responses=STRANGER)
async def show_movers(
    wanted: AskedMovers, _who: SignedIn, ticker: OwnTicker, recent: OwnRecentBars
) -> MoversResponse:
    """What gained and lost most on the newest day, by market time, and what was traded most.

    A change is counted from the close before, in shares of now, or, where none is known, from the
    open.
    """
    market = ticker.market
    some = [one.symbol for one in market.instruments.values() if wanted.wants(one)]
    days = await recent.newest(some, BarInterval.DAY_1, DAY_AND_BEFORE)
    moves = await recent.moves(days)
    return MoversResponse.of(market.time(), movers(moves.values(), market.zones(), wanted.limit))


def _shown(market: Market, bars: Iterable[Bar]) -> list[Shown]:
    return [(bar, market.is_over(bar)) for bar in bars]
