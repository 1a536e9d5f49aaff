"""HTTP in. No decisions are made here."""

from market_data.api import actions, calendar, clock, feed, history, quotes

AREA = "market"
ROUTERS = [
    quotes.router,
    history.router,
    actions.router,
    clock.router,
    calendar.router,
    feed.router,
]
