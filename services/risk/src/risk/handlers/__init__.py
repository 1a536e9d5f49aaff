"""What the risk service does when something happens elsewhere."""

from risk.handlers import lives, orders
from risk.handlers.registry import handlers

__all__ = ["handlers", "lives", "orders"]
