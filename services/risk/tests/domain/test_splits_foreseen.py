"""Between a split and what the portfolio says of it: what is worth what, and what may be sold."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from margin_account import ACME, OPEN, MarginHouse

from risk.domain.companies import Split
from risk.domain.limits import Limits
from risk.domain.splitting import catch_up, know_price, settle_split
from risk.domain.supervising import supervise
from risk.domain.valuing import valuation_of
from risk.domain.withdrawing import withdraw
from vocabulary import NO_MONEY, MarginType, Money, Quantity, RejectionReason

MIDNIGHT = OPEN + timedelta(hours=14)
SEEDED = UUID(int=1)


def split(new: int, old: int, *, is_said: bool = True) -> Split:
    said_at = MIDNIGHT if is_said else None
    ratio = Quantity(Decimal(new)), Quantity(Decimal(old))
    return Split(UUID(int=7), ACME, *ratio, MIDNIGHT, said_at)


def holder(side: str, size: int, limits: Limits | None = None) -> MarginHouse:
    """Somebody bought or owes shares at 100, which was last paid in the afternoon."""
    house = MarginHouse(10_000, limits=limits)
    house.trade(side, size, 100)
    house.market.since[ACME] = OPEN
    list(supervise(house.account, OPEN, SEEDED))
    return house


def effective(house: MarginHouse, what: Split) -> None:
    house.rulebook.splits = {ACME: [what]}
    house.market.now = MIDNIGHT


@pytest.mark.parametrize(("side", "size"), [("buy", 190), ("sell", 120)])
@pytest.mark.parametrize(("new", "old", "after"), [(1, 10, 1_000), (2, 1, 50)])
def test_a_split_makes_nobody_richer_or_poorer(
    side: str, size: int, new: int, old: int, after: int
) -> None:
    house = holder(side, size, Limits(drawdown_percent_max=Decimal(1)))

    effective(house, split(new, old))

    assert list(supervise(house.account, MIDNIGHT, SEEDED)) == []
    assert valuation_of(house.account).equity == 10_000
    assert abs(house.account.position(ACME)) == size * new // old
    house.market.price[ACME] = Decimal(after)
    house.market.since[ACME] = MIDNIGHT + timedelta(hours=9)
    assert list(supervise(house.account, MIDNIGHT + timedelta(hours=9), SEEDED)) == []
    assert house.account.profile.diary.peak == 10_000
    assert valuation_of(house.account).equity == 10_000


def test_a_print_of_after_a_split_that_is_only_announced_is_of_new_shares() -> None:
    house = holder("buy", 190)
    effective(house, split(2, 1, is_said=False))
    house.market.now = MIDNIGHT - timedelta(seconds=1)
    house.market.price[ACME] = Decimal(50)
    house.market.since[ACME] = MIDNIGHT

    assert list(supervise(house.account, house.market.now, SEEDED)) == []
    assert house.account.position(ACME) == 380


def test_of_a_market_that_was_taken_back_prices_hold_as_they_are() -> None:
    house = holder("buy", 50)
    effective(house, split(2, 1))
    catch_up(house.account)
    house.rulebook.splits = {ACME: [replace(split(2, 1), is_past=True)]}

    house.market.now = OPEN

    assert valuation_of(house.account).equity == 15_000


def test_what_a_reverse_split_took_away_cannot_be_sold_by_who_had_no_orders() -> None:
    house = holder("buy", 100)
    house.account.profile.margin = MarginType.CASH
    effective(house, split(1, 10))
    catch_up(house.account, symbol=ACME)

    assert house.place("sell", 11, 900) is RejectionReason.POSITION_EXCEEDED
    assert house.place("sell", 10, 900) is None
    know_price(house.account, UUID(int=7), ACME, Quantity(Decimal(1)), Quantity(Decimal(10)))
    settle_split(house.account, UUID(int=7), ACME, Quantity(Decimal(-90)), NO_MONEY)
    assert house.account.position(ACME) == 10


def test_what_may_be_taken_out_is_of_new_shares_too() -> None:
    house = holder("buy", 100)
    effective(house, split(1, 10))

    refused = withdraw(house.account, Money(Decimal(5_001)))

    assert refused is not None
    assert refused.free_cash == 5_000
    assert house.account.position(ACME) == 10


def test_what_is_bought_after_a_split_is_not_split() -> None:
    house = MarginHouse(10_000)
    effective(house, split(2, 1))
    catch_up(house.account, symbol=ACME)

    house.trade("buy", 10, 50)
    catch_up(house.account)

    assert house.account.position(ACME) == 10


def test_a_split_that_is_announced_changes_nothing_before_its_time() -> None:
    house = holder("buy", 10)
    house.rulebook.splits = {ACME: [split(2, 1, is_said=False)]}

    catch_up(house.account, MIDNIGHT - timedelta(seconds=1))
    assert house.account.position(ACME) == 10
    catch_up(house.account, MIDNIGHT)

    assert house.account.position(ACME) == 20
