"""What the risk service does when something happens elsewhere."""

from risk.handlers.accounts import handlers

__all__ = ["handlers"]
