"""What stands behind the quotes."""

from chassis.errors import NotFound
from chassis.security import SignedIn
from market_data.api.reach import (
    STRANGER,
    Answers,
    OwnTicker,
    SymbolPath,
    check_known,
    market_router,
)
from market_data.schemas.depth import DepthResponse

router = market_router()

_SHALLOW: Answers = {404: {"description": "`unknown_symbol`, or `no_depth`"}}


class NoDepth(NotFound):
    """The feed has told nothing but the best bid and offer, or nothing yet."""

    code = "no_depth"


@router.get("/depth/{symbol}", responses=STRANGER | _SHALLOW)
async def show_depth(symbol: SymbolPath, _who: SignedIn, ticker: OwnTicker) -> DepthResponse:
    """The newest bids and offers of one symbol, and whether it trades.

    They are told about once a second, quotes more often. What our own traders want and offer is in
    the sizes, and beside them as ``ours``; of an iceberg only what it shows. Empty sides mean that
    nobody trades: it is closed, halted, or called in an auction.
    """
    check_known(ticker.market, symbol)
    standing = ticker.market.board.standing(symbol)
    depth = None if standing is None else standing.shown()
    if standing is None or depth is None:
        raise NoDepth(f"nobody has told the depth of {symbol}")
    return DepthResponse.of(depth, standing.ours, standing.status)
