"""When the stock exchange trades."""

from chassis.security import SignedIn
from market_data.api.reach import STRANGER, Answers, OwnTicker, market_router
from market_data.domain.trading_days import NEW_YORK
from market_data.feeds.calendars import EXCHANGE
from market_data.schemas.calendar import CalendarDay, CalendarResponse, Wanted, weekdays

router = market_router()
UNFIT: Answers = {
    422: {"description": "`validation_failed`, or `days_unfit`: 366 at most, from 1900 to 2199"}
}


@router.get("/calendar", responses=STRANGER | UNFIT)
async def show_calendar(wanted: Wanted, _who: SignedIn, ticker: OwnTicker) -> CalendarResponse:
    """The trading days of the stock exchange with their hours, half days and holidays included."""
    market = ticker.market
    today = market.time().astimezone(NEW_YORK).date()
    days = market.sessions.days
    items = [CalendarDay.of(days, on) for on in weekdays(wanted.days(today))]
    return CalendarResponse(exchange=EXCHANGE, time_zone=str(NEW_YORK), items=items)
