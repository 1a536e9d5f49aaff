"""The price of an auction: the one at which most is traded.

If several prices trade as much, the one that leaves the least over; then the one nearest to the
reference price; then the lowest.
"""

from order.domain.core.line import Entry

Pair = tuple[Entry, Entry, int]
"""A buyer, a seller, and how much they trade."""


def uncross(
    buys: list[Entry], sells: list[Entry], reference: int, named: set[int] | None = None
) -> tuple[int, int]:
    """The price at which two lists of orders trade most, and how much; (0, 0) if nothing meets.

    It is one of those ``named``, or else the price of one of the orders or the reference.
    """
    wanted, offered = _by_price(buys), _by_price(sells)
    prices = {*wanted, *offered, reference}
    if named is not None:
        prices.update(named)
    demand, supply = sum(wanted.values()), 0
    best: tuple[int, int, int, int] | None = None
    for price in sorted(prices):
        supply += offered.get(price, 0)
        volume = min(demand, supply)
        rank = (-volume, abs(demand - supply), abs(price - reference), price)
        may_be = named is None or price in named
        if may_be and volume and (best is None or rank < best):
            best = rank
        demand -= wanted.get(price, 0)
    return (best[3], -best[0]) if best is not None else (0, 0)


def pairs(buys: list[Entry], sells: list[Entry], price: int) -> list[Pair]:
    """Who trades with whom at ``price``: better prices first, then the older orders."""
    buyers = sorted((e for e in buys if e.price >= price), key=lambda e: (-e.price, e.key))
    sellers = sorted((e for e in sells if e.price <= price), key=lambda e: (e.price, e.key))
    found: list[Pair] = []
    at = sold = 0
    for buyer in buyers:
        bought = 0
        while bought < buyer.open and at < len(sellers):
            size = min(buyer.open - bought, sellers[at].open - sold)
            found.append((buyer, sellers[at], size))
            bought += size
            sold += size
            if sold == sellers[at].open:
                at, sold = at + 1, 0
    return found


def _by_price(entries: list[Entry]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for entry in entries:
        sizes[entry.price] = sizes.get(entry.price, 0) + entry.open
    return sizes
