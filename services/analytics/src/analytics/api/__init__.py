"""HTTP in, queries out. No decisions are made here."""

from analytics.api import accounts, audit

AREA = "analytics"
ROUTERS = [accounts.router, audit.router]
