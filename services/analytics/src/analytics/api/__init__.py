"""HTTP in, queries out. No decisions are made here."""

from analytics.api import accounts

AREA = "analytics"
ROUTERS = [accounts.router]
