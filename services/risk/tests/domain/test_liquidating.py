"""The house's orders after a margin call: none that cannot be placed, and again until one is."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from margin_account import ACME, OPEN, MarginHouse

from risk.domain.supervising import Close, Deed, Liquidated, heard, supervise
from vocabulary import Price, made_at, uuid7

LATER = OPEN + timedelta(minutes=16)


def review(house: MarginHouse, minutes: int, seed: int = 1) -> list[Deed]:
    """Look at the account so many minutes after noon."""
    return list(supervise(house.account, OPEN + timedelta(minutes=minutes), UUID(int=seed)))


def called() -> MarginHouse:
    """Twice the equity was bought at 100, is worth 66, and something was asked for."""
    house = MarginHouse(10_000)
    house.trade("buy", 200, 100)
    house.market.price[ACME] = Decimal(66)
    review(house, 0)
    return house


def test_what_nobody_quotes_is_not_ordered_before_somebody_does() -> None:
    house = called()
    house.account.profile.paid[ACME] = Price(Decimal(66))
    house.market.price.clear()

    silent = review(house, 15) + review(house, 16)
    house.market.price[ACME] = Decimal(66)

    assert silent == [Liquidated()]
    assert [type(one) for one in review(house, 17)] == [Close]


def test_only_the_orders_of_the_last_step_are_remembered() -> None:
    house = called()
    deeds = review(house, 15)

    for seed in range(2, 9):
        asked = deeds[-1]
        assert isinstance(asked, Close)
        assert heard(house.account, asked.order_id)  # that nobody could place it
        deeds = review(house, 16, seed)
        assert len(deeds) == 1

    call = house.account.profile.call
    assert call is not None
    assert len(call.orders) == 1


def test_an_order_of_the_house_says_when_it_was_made() -> None:
    house = called()
    reviewed = uuid7(1_380_000_000_000, bytes(10))

    closes = [one for one in supervise(house.account, LATER, reviewed) if isinstance(one, Close)]

    assert [made_at(one.order_id) for one in closes] == [1_380_000_000_000]
