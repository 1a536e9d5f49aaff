"""HTTP in. No decisions are made here."""

from market_data.api import calendar, clock, feed, history, quotes

AREA = "market"
ROUTERS = [quotes.router, history.router, clock.router, calendar.router, feed.router]
