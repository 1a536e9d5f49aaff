"""What the risk service does when something happens elsewhere."""

from risk.handlers import companies, lives, orders
from risk.handlers.registry import handlers

__all__ = ["companies", "handlers", "lives", "orders"]
