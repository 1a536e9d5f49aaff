"""HTTP in, queries out. No decisions are made here."""

from portfolio.api import exports, history, holdings, lives, moving, statements
from portfolio.api.answers import AREA

__all__ = ["AREA", "ROUTERS"]

ROUTERS = [
    holdings.router,
    history.router,
    exports.router,
    statements.router,
    lives.router,
    moving.router,
]
