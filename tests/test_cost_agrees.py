"""Splits among trades, as the portfolio books them: shares, cost and profit are the same."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from shareholders import AFTER, BEFORE, EX, IBM, SAID, fill, held, holder, split

from analytics.domain.companies import Adjustment
from analytics.domain.facts import Beginning
from analytics.domain.fill import Fill
from analytics.domain.holding import Holding
from analytics.domain.recounting import recounted
from portfolio.domain.account import Account
from portfolio.domain.actions import Action
from portfolio.domain.entitlements import Deed, Done, book, catch_up, take_effect
from portfolio.domain.trade import Fill as Booked
from vocabulary import Money, Quantity

TRADES = st.tuples(st.sampled_from(["buy", "sell"]), st.integers(1, 40), st.integers(100, 3000))
RATIOS = st.sampled_from([(2, 1), (1, 10), (3, 2), (7, 5), (1, 3)])


def adjustment(done: Done) -> Adjustment:
    """What the portfolio service tells of a split."""
    action, effect = done.action, done.effect
    return Adjustment(
        booking_id=done.booking_id,
        symbol=IBM,
        new_shares=action.new_shares or Quantity(Decimal(1)),
        old_shares=action.old_shares or Quantity(Decimal(1)),
        added=effect.left,
        cash=effect.cash,
        realised=done.realised,
        said_at=SAID,
        market_time=EX,
        effective_said_at=SAID,
        sold=effect.sold,
        fill_id=done.fill_id,
    )


def of_analytics(one: Booked) -> Fill:
    what: dict[str, Any] = {
        name: getattr(one, name) for name in Fill.__slots__ if name != "said_at"
    }
    return Fill(**what, said_at=SAID)


def counted(account: Account, deeds: list[Deed], fills: list[Booked]) -> Holding:
    """What analytics makes of the same."""
    begun = Beginning(1, Money(Decimal(1_000_000)), SAID - timedelta(days=1))
    told = [adjustment(one) for one in deeds if isinstance(one, Done) and any(one.effect)]
    heard = [of_analytics(one) for one in fills]
    record = recounted(account.account_id, [begun], [], [], heard, (told, []))
    return record.book(1).holding(IBM)


def lived(action: Action, fills: list[Booked], known: int, told: int) -> tuple[Account, list[Deed]]:
    """The account's life, where the action is known, and told, after so many fills."""
    account, deeds = holder(), list[Deed]()
    for number, one in enumerate(fills):
        if number == known:
            account.claims.actions.know([action])
            account.claims.booked = tuple(fills[:number])
        if number == max(known, told):
            deeds += take_effect(account, action)
        deeds += catch_up(account, one)
        deeds += book(account, one)
    account.claims.actions.know([action])
    deeds += take_effect(account, action)
    return account, deeds


@given(
    ratio=RATIOS,
    before=st.lists(TRADES, min_size=1, max_size=4),
    after=st.lists(TRADES, max_size=3),
    known=st.integers(0, 6),
    told=st.integers(0, 6),
)
def test_both_come_to_the_same(
    ratio: tuple[int, int],
    before: list[tuple[str, int, int]],
    after: list[tuple[str, int, int]],
    known: int,
    told: int,
) -> None:
    fills = [
        fill(f"{side} {shares} at {Decimal(price) / 100}", at)
        for at, trades in ((BEFORE, before), (AFTER, after))
        for side, shares, price in trades
    ]
    account, deeds = lived(split(*ratio, "33.37"), fills, min(known, len(fills) - 1), told)

    holding = counted(account, deeds, fills)

    shares, cost, _ = held(account)
    realised = account.positions[IBM].realised
    assert (holding.quantity, holding.cost, holding.realised) == (shares, cost, realised)
