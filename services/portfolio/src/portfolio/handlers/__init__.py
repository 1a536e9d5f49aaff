"""What the portfolio service does when something happens elsewhere."""

from portfolio.handlers import accounts, actions, fills, interest, transfers
from portfolio.handlers.registry import handlers

__all__ = ["accounts", "actions", "fills", "handlers", "interest", "transfers"]
