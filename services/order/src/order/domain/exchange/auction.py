"""Auctions: orders are collected, and all trade at one price."""

from order.domain.core.line import Entry
from order.domain.core.trade import CROSSED
from order.domain.core.uncross import pairs, uncross
from order.domain.exchange.floor import OWN_TRADE, Floor
from order.domain.exchange.order import Order
from order.domain.exchange.terms import AT_ONCE
from order.domain.lifecycle import Happening
from vocabulary import Auction, TimeInForce

ONLY_IN = {Auction.OPENING: TimeInForce.OPG, Auction.CLOSING: TimeInForce.CLS}
"""Orders of this time in force trade in this auction or not at all."""


def hold(floor: Floor, waiting: list[Order], auction: Auction, price: int, size: int) -> None:
    """Let orders trade at the ``price`` at which the market held its auction of ``size`` shares.

    They trade with each other first, then with the market. Without a price (zero) the market held
    none, and our orders make their own price, near the last one and within the bands.
    """
    while True:
        buys, sells = _collect(floor, waiting, auction)
        at = price or _own_price(floor, buys, sells)
        plan = pairs([*buys], [*sells], at) if at else []
        own = next(((b, s) for b, s, _ in plan if b.account == s.account), None)
        if own is None:
            break
        newer = max(own, key=lambda entry: entry.key)
        floor.end((buys | sells)[newer], Happening.CANCEL, OWN_TRADE)
    orders = buys | sells
    for buyer, seller, part in plan:
        for entry in (buyer, seller):
            _trade(floor, orders[entry], entry, at, part, with_trader=True)
    if price:
        _meet_market(floor, orders, price, size)
        _meet_endless(floor, waiting, auction, price)


def _own_price(floor: Floor, buys: dict[Entry, Order], sells: dict[Entry, Order]) -> int:
    """The price that our orders make: the last one, or one that somebody has named as a limit.

    Whoever takes any price names none, and none is beyond the bands.
    """
    orders, market = buys | sells, floor.shown
    named = {entry.price for entry, order in orders.items() if not order.terms.is_unpriced}
    named |= {floor.last_price} if floor.last_price else set()
    within = {min(max(one, market.low), market.high) for one in named}
    return uncross([*buys], [*sells], floor.last_price, within)[0]


def _collect(
    floor: Floor, waiting: list[Order], auction: Auction
) -> tuple[dict[Entry, Order], dict[Entry, Order]]:
    """Who takes part, buyers and sellers; of exits of one group only the first."""
    buys: dict[Entry, Order] = {}
    sells: dict[Entry, Order] = {}
    seen: set[int] = set()
    for order in [*floor.orders.values(), *waiting]:
        if not _takes_part(floor, order, auction):
            continue
        if id(order.group) in seen and order.siblings:
            continue
        seen.add(id(order.group))
        (buys if order.terms.is_buy else sells)[_entry(order)] = order
    return buys, sells


def _takes_part(floor: Floor, order: Order, auction: Auction) -> bool:
    if order.model.is_endless:
        return False
    if order.number in floor.orders:
        return order.entry is not None
    return _may_take_part(order, auction)


def _may_take_part(order: Order, auction: Auction) -> bool:
    """Whether an order that does not work yet trades in this auction."""
    if not order.life.is_live or not order.size:
        return False
    time_in_force = order.terms.time_in_force
    other = {*ONLY_IN.values()} - {ONLY_IN[auction]}
    if time_in_force in AT_ONCE | other:
        return False
    return not order.terms.waits_for_price or order.is_triggered


def _entry(order: Order) -> Entry:
    """An order as it takes part: up to its own limit, wherever bands have made it stand."""
    is_buy = order.terms.is_buy
    return Entry(order.number, order.account_number, is_buy, order.bound, order.open)


def _meet_market(floor: Floor, orders: dict[Entry, Order], price: int, size: int) -> None:
    """What is left within the price trades with the market, oldest first, each side up to size."""
    for is_buy in (True, False):
        left = size
        ours = [entry for entry in orders if entry.is_buy is is_buy]
        for entry in sorted(ours, key=lambda entry: entry.key):
            within = entry.price >= price if is_buy else entry.price <= price
            part = min(left, entry.open) if within else 0
            if part:
                left -= part
                _trade(floor, orders[entry], entry, price, part, with_trader=False)


def _meet_endless(floor: Floor, waiting: list[Order], auction: Auction, price: int) -> None:
    """An endless market trades with all who wait for the auction, as much as they want."""
    for order in waiting:
        if order.model.is_endless and _may_take_part(order, auction):
            entry = _entry(order)
            if entry.price >= price if entry.is_buy else entry.price <= price:
                _trade(floor, order, entry, price, entry.open, with_trader=False)


def _trade(
    floor: Floor, order: Order, entry: Entry, price: int, size: int, *, with_trader: bool
) -> None:
    entry.left -= size
    market, own = floor.matching(order), order.entry
    if own is not None:
        market.shrink(own, size)
        if own.sibling is not None:
            market.shrink(own.sibling, size)
    floor.fill(order, price, size, how=CROSSED, with_trader=with_trader)
