"""What time it is on the market, and who may change that."""

from chassis.security import Admin, SignedIn
from market_data.api.reach import STRANGER, Answers, OwnTicker, market_router
from market_data.schemas.clock import ClockResponse, SteerRequest

router = market_router()
NOT_STEERABLE: Answers = {
    403: {"description": "`forbidden`: only administrators steer the clock"},
    409: {"description": "`feed_ended`: there is no time left"},
}


@router.get("/clock", responses=STRANGER)
async def show_clock(_who: SignedIn, ticker: OwnTicker) -> ClockResponse:
    """What time it is on the market."""
    return ClockResponse.of(ticker.market)


@router.post("/clock", responses=STRANGER | NOT_STEERABLE)
async def steer_clock(wish: SteerRequest, _who: Admin, ticker: OwnTicker) -> ClockResponse:
    """Stop market time, let it go on, or change its speed."""
    ticker.market.steer(wish.action, wish.speed)
    await ticker.teller.tell_clock()
    return ClockResponse.of(ticker.market)
