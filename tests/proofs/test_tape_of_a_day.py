"""Proof: whatever five hundred orders do on a recorded day, the market had it to give."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from heapq import merge
from random import Random

import pytest
from recorded.inspector import Inspector
from recorded.lives import Lives
from recorded.playing import day_with_auctions, play
from recorded.ticks import DAYS, RECORDED, SYMBOLS, Shown, Tick, Window, ticks_of
from recorded.wishes import Traders, Wish

from order.domain.exchange.inputs import Item
from order.domain.exchange.journal import Outcome
from order.domain.lifecycle import Happening
from vocabulary import OrderClass, OrderType, SessionPhase, TimeInForce

pytestmark = [
    pytest.mark.system,  # it needs none, but a minute
    pytest.mark.timeout(1200),
    pytest.mark.skipif(not RECORDED.is_dir(), reason=f"no recorded prices at {RECORDED}"),
]
ORDERS, AT_ONCE = 500, 4
HALF_A_MILLISECOND = 500


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_fill_is_within_the_quote_and_the_size_that_was_shown(day: date) -> None:
    ticks = {symbol: [*ticks_of([Window(day)], symbol)] for symbol in SYMBOLS}
    wishes = wishes_of(ticks, seed=day.toordinal())
    inspectors: defaultdict[str, Inspector] = defaultdict(Inspector)
    lives = Lives()

    def heard(symbol: str, item: Item, outcomes: Sequence[Outcome]) -> None:
        inspectors[symbol].check(item, outcomes)
        lives.hear(outcomes)

    items = merge(*map(day_with_auctions, ticks.values()), key=lambda item: item[2])
    play(items, wishes, heard)

    lives.check(wishes)
    seen = Counter[str]()
    for one in inspectors.values():
        seen += one.seen
    is_of_every_kind(wishes, lives, seen)


def wishes_of(ticks: dict[str, list[Tick]], seed: int) -> list[Wish]:
    """Five hundred orders, a few at a time all day long, the first before the market opens."""
    begins, ends = (next(iter(ticks.values()))[at].time for at in (0, -1))
    shown = {symbol: Shown(own) for symbol, own in ticks.items()}
    traders = Traders(seed, shown, ends)
    draw = Random(seed)  # noqa: S311  # the same every time
    moments = sorted(draw.randrange(begins, ends) for _ in range(ORDERS // AT_ONCE - 10))
    early = traders.wishes(
        begins - 600_000_000 + HALF_A_MILLISECOND, 10 * AT_ONCE, SessionPhase.PRE
    )
    found = [*early]
    for moment in moments:
        at = moment // 1_000 * 1_000 + HALF_A_MILLISECOND  # never at the time of a tick
        found += traders.wishes(at, AT_ONCE, SessionPhase.REGULAR)
    return found


def is_of_every_kind(wishes: Sequence[Wish], lives: Lives, seen: Counter[str]) -> None:
    """The day had everything in it, or it would prove less than it says."""
    orders = [wish.record for wish in wishes if wish.record is not None]
    tickets = [order.ticket for order in orders]
    assert len([one for one in orders if one.replaces is None]) == ORDERS
    assert {one.order_type for one in tickets} == {*OrderType}
    assert {one.time_in_force for one in tickets} == {*TimeInForce}
    assert {one.order_class for one in tickets} == {*OrderClass}
    trailing = [leg for one in orders for leg in one.legs if leg.ticket.trail_price]
    filled = {order_id for order_id, fills in lives.fills.items() if fills}
    assert filled & {leg.order_id for leg in trailing}
    not_on_these_days = {Happening.PAUSE, Happening.RESUME, Happening.KEEP, Happening.ADJUST}
    assert {*lives.happenings()} >= {*Happening} - not_on_these_days
    kinds = {"took", "waited", "heard", "crossed", "triggered", "with a trader"}
    models = {"realistic/1", "touch/1", "instant/1", "adverse/1"}
    assert {*seen} >= kinds | models
    assert seen.total() > ORDERS
