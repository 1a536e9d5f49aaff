"""HTTP in, queries out. No decisions are made here."""

from analytics.api import accounts, audit, figures, leaderboard

AREA = "analytics"
ROUTERS = [accounts.router, figures.router, leaderboard.router, audit.router]
