"""HTTP in. No decisions are made here."""

from market_data.api import clock, feed, history, quotes

AREA = "market"
ROUTERS = [quotes.router, history.router, clock.router, feed.router]
