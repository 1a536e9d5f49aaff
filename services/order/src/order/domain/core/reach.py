"""What an order could trade at once, without trading it: looked at no further than is wanted."""

from collections.abc import Iterable, Iterator

from order.domain.core.ladder import Ladder
from order.domain.core.line import Entry, Level
from order.domain.core.matching import Matching
from order.domain.core.shown import Offer, Shown, Step


def would_trade(matching: Matching, is_buy: bool, bound: int) -> bool:  # noqa: FBT001
    """Whether anything at all is within an order's bound."""
    makers, shown = _facing(matching, is_buy)
    level = None if matching.is_endless else makers.best()
    step = shown.best()
    prices = [one.price for one in (level, step) if one is not None]
    return any(price * makers.sign <= bound * makers.sign for price in prices)


def within_reach(
    matching: Matching,
    is_buy: bool,  # noqa: FBT001
    bound: int,
    account: int,
) -> Iterator[Offer]:
    """All that is within an order's bound, best first, until it would meet its own account."""
    makers, shown = _facing(matching, is_buy)
    sign = makers.sign
    worst = min(bound, matching.high) if is_buy else max(bound, matching.low)
    paired: set[Entry] = set()
    for one in _in_turn(makers, shown, is_endless=matching.is_endless):
        price = one.price
        if price * sign > worst * sign:
            return
        if isinstance(one, Step):
            if not matching.low <= price <= matching.high:
                return
            yield price, one.left
            continue
        size, is_own = _in_line(one, account, paired)
        if size:
            yield price, size
        if is_own:
            return


def affordable(offers: Iterable[Offer], money: int, beyond: int) -> int:
    """How much ``money`` (price units times size units) buys of ``offers``, and ``beyond`` them."""
    bought = 0
    for price, size in offers:
        part = min(size, money // price)
        bought += part
        money -= part * price
        if part < size:
            return bought
    return bought + money // beyond if beyond else bought


def _facing(matching: Matching, is_buy: bool) -> tuple[Ladder, Shown]:  # noqa: FBT001
    return (matching.sells, matching.asks) if is_buy else (matching.buys, matching.bids)


def _in_turn(makers: Ladder, shown: Shown, *, is_endless: bool) -> Iterator[Level | Step]:
    """Who is there, best price first; at one price our traders come before the market."""
    sign = makers.sign
    levels = iter(()) if is_endless else makers.walk()
    level = next(levels, None)
    for step in shown.steps:
        if not step.left:
            continue
        while level is not None and level.price * sign <= step.price * sign:
            yield level
            level = next(levels, None)
        yield step
    while level is not None:
        yield level
        level = next(levels, None)


def _in_line(level: Level, account: int, paired: set[Entry]) -> tuple[int, bool]:
    """How much may be taken at one price, and whether an order of the account stops it there.

    What an iceberg hides comes after all who stand in line. Exits of one group are there once:
    ``paired`` are those that were counted.
    """
    size = hidden = 0
    entry = level.first
    while entry is not None:
        if entry.account == account:
            return size, True
        if entry.sibling not in paired:
            size += entry.left
            hidden += entry.reserve
        if entry.sibling is not None:
            paired.add(entry)
        entry = entry.after
    return size + hidden, False
