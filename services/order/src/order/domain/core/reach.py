"""What an order could trade at once, without trading it."""

from order.domain.core.ladder import Ladder
from order.domain.core.matching import Matching
from order.domain.core.shown import Offer, Shown


def would_trade(matching: Matching, is_buy: bool, bound: int) -> bool:  # noqa: FBT001
    """Whether anything at all is within an order's bound."""
    makers, shown = _facing(matching, is_buy)
    level = None if matching.is_endless else makers.best()
    step = shown.best()
    prices = [one.price for one in (level, step) if one is not None]
    return any(price * makers.sign <= bound * makers.sign for price in prices)


def within_reach(matching: Matching, is_buy: bool, bound: int, account: int) -> list[Offer]:  # noqa: FBT001
    """All that is within an order's bound, best first, up to the first order of its own account."""
    makers, shown = _facing(matching, is_buy)
    sign = makers.sign
    worst = min(bound, matching.high) if is_buy else max(bound, matching.low)
    found = [(step.price, 1, step.left) for step in shown.steps if step.left > 0]
    own = _own_price(makers, account) if not matching.is_endless else None
    if not matching.is_endless:
        found += [(e.price, 0, e.open) for e in makers.entries() if e.account != account]
    found.sort(key=lambda offer: (offer[0] * sign, offer[1]))
    return [
        (price, size)
        for price, _, size in found
        if price * sign <= worst * sign and (own is None or price * sign < own * sign)
    ]


def affordable(offers: list[Offer], money: int, last: int) -> int:
    """How much ``money`` (price units times size units) buys of ``offers``, then at ``last``."""
    bought = 0
    for price, size in offers:
        part = min(size, money // price)
        bought += part
        money -= part * price
        if part < size:
            return bought
    price = offers[-1][0] if offers else last
    return bought + money // price if price else bought


def _facing(matching: Matching, is_buy: bool) -> tuple[Ladder, Shown]:  # noqa: FBT001
    return (matching.sells, matching.asks) if is_buy else (matching.buys, matching.bids)


def _own_price(makers: Ladder, account: int) -> int | None:
    """The best price at which the account's own orders stand."""
    for entry in makers.entries():
        if entry.account == account:
            return entry.price
    return None
