"""HTTP in. No decisions are made here."""

from market_data.api import (
    actions,
    calendar,
    clock,
    depth,
    feed,
    history,
    instruments,
    quotes,
    snapshot,
)

AREA = "market"
ROUTERS = [
    instruments.router,
    quotes.router,
    snapshot.router,
    depth.router,
    history.router,
    actions.router,
    clock.router,
    calendar.router,
    feed.router,
]
