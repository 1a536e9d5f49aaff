"""Many orders at the same time are approved up to the buying power, and not a dollar further."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from decimal import Decimal
from random import Random

import pytest
from trading_desk import limit_order
from trading_house import House, trading_house

from vocabulary import AccountId, MarginType

pytestmark = pytest.mark.real
MANY = 200


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[House]:
    async with trading_house(postgres_url) as house:
        yield house


async def ordered(house: House, trader: AccountId, sizes: list[int], **terms: str) -> list[str]:
    """All of them sent at once, each on a request of its own; what became of them, in order."""
    orders = [limit_order(quantity=str(size), limit_price="98", **terms) for size in sizes]
    answers = await asyncio.gather(
        *(house.desk.ask("POST", trader=trader, json=order) for order in orders)
    )
    assert {answer.status_code for answer in answers} == {201}
    await house.desk.simulation.settle()
    await house.desk.pass_time()
    ids = [answer.json()["order_id"] for answer in answers]
    return [(await house.desk.see(each, trader=trader))["status"] for each in ids]


@pytest.mark.parametrize(
    ("margin", "cash", "fit"),
    [
        (MarginType.CASH, 9_800, 100),
        (MarginType.CASH, 9_799, 99),
        (MarginType.MARGIN, 2_450, 100),  # in the session four times what there is
        (MarginType.MARGIN, 2_449, 99),
    ],
)
async def test_of_two_hundred_equal_orders_as_many_are_approved_as_can_be_paid(
    house: House, margin: MarginType, cash: int, fit: int
) -> None:
    trader = await house.open(cash, margin)

    statuses = await ordered(house, trader, [1] * MANY)

    assert Counter(statuses) == {"new": fit, "rejected": MANY - fit}
    shown = await house.see(trader)
    assert Decimal(shown["reserved"]) == 98 * fit
    assert Decimal(shown["buying_power"]) == (cash if margin is MarginType.CASH else 4 * cash) - (
        98 * fit
    )
    assert len(shown["holds"]) == fit


@pytest.mark.parametrize("margin", MarginType)
async def test_of_orders_of_any_size_none_is_refused_that_would_still_have_fitted(
    house: House, margin: MarginType
) -> None:
    trader, draw = await house.open(10_000, margin), Random(6)  # noqa: S311  # tests repeat
    sizes = [draw.randint(1, 20) for _ in range(MANY)]

    statuses = await ordered(house, trader, sizes)

    held = sum(98 * size for size, one in zip(sizes, statuses, strict=True) if one == "new")
    left = Decimal((await house.see(trader))["buying_power"])
    refused = [size for size, one in zip(sizes, statuses, strict=True) if one == "rejected"]
    assert Counter(statuses).keys() == {"new", "rejected"}
    assert left == (10_000 if margin is MarginType.CASH else 40_000) - held
    assert 0 <= left < 98 * min(refused)


async def test_as_many_shares_are_sold_at_once_as_there_are(house: House) -> None:
    trader = await house.open(10_000)
    await house.trade(trader, quantity="100", limit_price="100")

    statuses = await ordered(house, trader, [1] * MANY, side="sell", time_in_force="gtc")

    assert Counter(statuses)["rejected"] == MANY - 100
    (shares,) = (await house.see(trader))["shares"]
    assert Decimal(shares["free"]) == 0
