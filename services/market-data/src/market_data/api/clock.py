"""What time it is on the market, and who may change that."""

from chassis.context import current_origin
from chassis.security import FreshAdmin, SignedIn
from chassis.service import OwnDatabase
from market_data.api.reach import STRANGER, Answers, OwnTicker, market_router
from market_data.schemas.clock import ClockResponse, SteerRequest
from market_data.ticker import facts
from market_data.ticker.steering import arrival, carry_out, plan

router = market_router()
NOT_STEERABLE: Answers = {
    403: {"description": "`forbidden`, `step_up_required`: only administrators steer the clock"},
    409: {
        "description": "`feed_ended`, `not_steerable`, `not_paused`, `cannot_go_back`, or `too_far`"
    },
}


@router.get("/clock", responses=STRANGER)
async def show_clock(_who: SignedIn, ticker: OwnTicker) -> ClockResponse:
    """What time it is on the market."""
    return ClockResponse.of(ticker.market)


@router.post("/clock", responses=STRANGER | NOT_STEERABLE)
async def steer_clock(
    asked: SteerRequest, who: FreshAdmin, ticker: OwnTicker, database: OwnDatabase
) -> ClockResponse:
    """Stop market time, let it go on, change its speed, or take it elsewhere.

    The answer waits a second for a step or a jump; `going_to` says that it takes longer. A jump
    back has a replay begin anew, up to there. Whoever steers is in the audit trail, before it is
    done.
    """
    market = ticker.market
    async with market.steering:  # or what was planned is not possible any more
        await ticker.actions.tell()  # over a day of one, it would be past before it is announced
        planned = plan(market, asked.wish())
        async with database.transaction() as tx:
            tx.publish(facts.clock_steered(planned, who.user_id), current_origin())
        await ticker.teller.tell()  # a jump back forgets what was not told
        carry_out(market, planned)
    await arrival(market)
    await ticker.teller.tell_clock()
    return ClockResponse.of(market)
