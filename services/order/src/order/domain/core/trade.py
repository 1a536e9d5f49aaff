"""What a trade is, and how it came about."""

from order.domain.core.line import Entry

TOOK = 0
"""The order came and took what was there."""
WAITED = 1
"""The order was there, and the market came to it."""

HEARD = 2
"""The order was there, and the market traded at its price or beyond."""
CROSSED = 3
"""In an auction."""

Trade = tuple[Entry, Entry | None, int, int, int]
"""Who traded, with whom (nobody: the market), at which price, how much, and how."""
