"""What the portfolio service does when something happens elsewhere."""

from portfolio.handlers import accounts, fills
from portfolio.handlers.registry import handlers

__all__ = ["accounts", "fills", "handlers"]
