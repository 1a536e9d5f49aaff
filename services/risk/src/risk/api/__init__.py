"""HTTP in, commands and queries out. No decisions are made here."""

from risk.api import accounts, administration, alerts

__all__ = ["AREA", "ROUTERS"]

AREA = accounts.AREA
ROUTERS = [accounts.router, alerts.router, administration.router]
