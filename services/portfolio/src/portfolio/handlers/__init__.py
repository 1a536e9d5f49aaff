"""What the portfolio service does when something happens elsewhere."""

from portfolio.handlers import accounts, fills, transfers
from portfolio.handlers.registry import handlers

__all__ = ["accounts", "fills", "handlers", "transfers"]
