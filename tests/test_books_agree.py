"""All services say the same of every account; and where one is changed by hand, that is found."""

from collections.abc import AsyncGenerator
from decimal import Decimal

import pytest
from counting_house import CountingHouse, counting_house

from chassis.testing import some_account
from events import UserRegistered
from outcry.agreement.figures import Figure, Kind, differences
from vocabulary import UserId

pytestmark = pytest.mark.real
WANTED = {"fill_model": "touch/1", "fees": "crypto/1"}
ORDERS = (
    {"type": "market", "limit_price": "", "quantity": "7"},
    {"type": "market", "limit_price": "", "quantity": "", "notional": "333.33"},
    {"type": "market", "limit_price": "", "side": "sell", "quantity": "2"},
    {"limit_price": "9.10", "quantity": "3", "time_in_force": "gtc"},
    {"limit_price": "11.00", "side": "sell", "quantity": "4", "time_in_force": "gtc"},
    {
        "limit_price": "9.20",
        "quantity": "5",
        "order_class": "bracket",
        "time_in_force": "gtc",
        "take_profit": {"limit_price": "10.90"},
        "stop_loss": {"stop_price": "8.50"},
    },
)
CHANGED = (
    ("portfolio", "update accounts set cash = cash + 0.0001", Kind.CASH),
    ("portfolio", "update positions set quantity = quantity + 1", Kind.SHARES),
    ("portfolio", "update positions set realised = realised + 1", Kind.PROFIT),
    ("risk", "update accounts set free_cash = free_cash - 0.0001", Kind.CASH),
    ("risk", "update shares set free = free + 1", Kind.SHARES),
    ("risk", "delete from holds", Kind.OPEN),
    ("risk", "update holds set quantity = quantity + 1 where side = 'buy'", Kind.RESERVED),
    ("order", "update positions set quantity = quantity - 1", Kind.SHARES),
    ("order", "update fills set price = price + 0.00000001", Kind.PAID),
    ("order", "update fills set fee = fee + 0.0001", Kind.FEES),
    ("order", "delete from fills", Kind.FILLS),
    ("order", "update orders set ended_at = now() where side = 'sell'", Kind.OPEN),
    ("analytics", "delete from fills", Kind.FILLS),
    ("analytics", "update holdings set sold = sold + 1", Kind.CASH),
    ("analytics", "update holdings set quantity = quantity + 1", Kind.SHARES),
    ("analytics", "update holdings set cost = cost + 1", Kind.COST),
)
"""What somebody does to a database by hand, and a figure of which it is no longer true."""


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[CountingHouse]:
    async with counting_house(postgres_url) as opened:
        for trader in (opened.desk.trader, some_account()):
            registered = UserRegistered(
                user_id=UserId(trader), account_id=trader, display_name="Ada"
            )
            await opened.desk.simulation.publish(registered, source="auth")
            await opened.trade(trader, WANTED, *ORDERS)
        yield opened


async def test_all_services_say_the_same_until_one_is_changed_by_hand(house: CountingHouse) -> None:
    said, trader = await house.asked(), house.desk.trader
    assert list(differences(said)) == []
    kinds = {figure.kind for voice in said.values() for figure in voice[trader]}
    assert kinds == {*Kind}
    assert said["risk"][trader][Figure(Kind.RESERVED)] == Decimal("73.30")
    opened = [one for one in said["order"][trader] if one.kind is Kind.OPEN]
    assert len(opened) == 3

    for service, change, kind in CHANGED:
        found = list(differences({**said, **await house.asked_after(service, change)}))
        assert kind in {one.figure.kind for one in found}, change
        assert trader in {one.account_id for one in found}, change
