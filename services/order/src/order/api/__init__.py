"""HTTP in, commands and queries out. No decisions are made here."""

from order.api import brokers, canceling, closing, looking, placing, preferences, previewing
from order.api.answers import AREA

__all__ = ["AREA", "PLACE", "ROUTERS"]

PLACE = placing.PLACE
ROUTERS = [
    preferences.router,
    brokers.router,
    closing.router,
    placing.router,
    previewing.router,
    canceling.router,
    looking.router,
]
