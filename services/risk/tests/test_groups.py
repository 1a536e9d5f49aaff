"""What belongs together is kept together: replacements and exits, also over a restart."""

from collections.abc import AsyncGenerator
from decimal import Decimal

import httpx
import pytest
from said_of_orders import ACME, TRADER
from simple_orders import Orders

from bus.envelope import new_id
from bus.interface import Subscription
from chassis.testing import Simulation, drop_database, fresh_database, sign_in, simulation
from events import CATALOGUE, AccountOpened, Event, OrderApproved, OrderReplaced
from risk.main import create_service
from risk.settings import RiskSettings
from vocabulary import Money, OrderClass, Quantity, Side, UserId

pytestmark = pytest.mark.real
RISK = create_service(RiskSettings.model_validate({"port": 8104, "rabbitmq_password": "unused"}))
OPENED = AccountOpened(account_id=TRADER, user_id=UserId(new_id()), cash=Money(Decimal(10_000)))
Held = dict[str, tuple[str, str]]


class House:
    """Risk, which may be stopped and started again at any time."""

    def __init__(self, world: Simulation, url: str, client: httpx.AsyncClient) -> None:
        self.world = world
        self.url = url
        self.client = client

    async def tell(self, *events: Event) -> None:
        """Let things happen; then risk forgets all that is not stored."""
        await self.world.publish(*events)
        await self.world.stop()
        self.world = Simulation(self.world.postgres_url, self.world.bus)
        self.client = await self.world.start(RISK, self.url)

    async def see(self) -> Held:
        """The cash and the shares that each order holds."""
        answer = await self.client.get("/api/risk/account", headers=sign_in(TRADER))
        holds = answer.raise_for_status().json()["holds"]
        return {one["order_id"]: (one["cash"], one["shares"]) for one in holds}


@pytest.fixture
async def house(postgres_url: str) -> AsyncGenerator[House]:
    everything = Subscription("test.listener", frozenset(CATALOGUE))
    url = await fresh_database(postgres_url, "risk")
    async with simulation(postgres_url) as first, first.bus.listening(everything, lambda _: None):
        world = Simulation(postgres_url, first.bus)
        house = House(world, url, await world.start(RISK, url))
        await house.tell(OPENED)
        yield house
        await house.world.stop()
    await drop_database(url)


async def test_a_replacement_is_stored_beside_what_it_replaces(house: House) -> None:
    orders = Orders()
    old = orders.ask(Side.BUY, 10, 100, fee=Decimal(1))
    new = orders.ask(Side.BUY, 12, 100, replaces=old.order_id)
    moved = OrderReplaced(
        order_id=old.order_id,
        account_id=TRADER,
        symbol=ACME,
        open_quantity=old.quantity,
        replacement_id=new.order_id,
    )

    await house.tell(old, new)
    both = await house.see()
    await house.tell(moved)

    assert both == {str(old.order_id): ("1001", "0"), str(new.order_id): ("200", "0")}
    assert await house.see() == {str(new.order_id): ("1200", "0")}


async def test_what_exits_may_sell_is_stored_by_their_group(house: House) -> None:
    orders = Orders()
    exits = [(120, Decimal(0)), (80, Decimal(0))]
    asked = orders.ask(Side.BUY, 10, 100, kind=OrderClass.BRACKET, exits=exits)
    group = str(asked.order_id)

    await house.tell(asked)
    assert [*orders.take(OrderApproved(**asked.model_dump()))] == []
    entry, profit, loss = orders.live.values()
    before = await house.see()
    await house.tell(*orders.fill(entry, 4, 100, Decimal(0)))
    partly = await house.client.get("/api/risk/account", headers=sign_in(TRADER))
    await house.tell(*orders.fill(entry, 6, 100, Decimal(0)))
    wholly = await house.see()
    await house.tell(*orders.fill(profit, 3, 120, Decimal(0)))
    sold = await house.see()
    await house.tell(*orders.end(loss))

    assert before == {group: ("1000", "0")}
    first, second = partly.json()["holds"]
    assert (first["quantity"], first["cash"], first["exits"]) == ("6", "600", [])
    assert (second["quantity"], second["side"], second["shares"]) == ("4", "sell", "4")
    assert second["exits"] == [str(profit.order_id), str(loss.order_id)]
    assert (wholly, sold) == ({group: ("0", "10")}, {group: ("0", "7")})
    assert await house.see() == {}
    async with house.world.database("risk").engine.connect() as connection:
        left = await connection.exec_driver_sql("select count(*) from holds, exits")
        assert left.scalar() == 0


async def test_an_order_for_money_holds_the_money_and_gives_back_what_is_over(
    house: House,
) -> None:
    orders = Orders()
    asked = orders.ask(Side.BUY, 10, 105, money=1000)

    await house.tell(asked)
    assert [*orders.take(OrderApproved(**asked.model_dump()))] == []
    (order,) = orders.live.values()
    held = await house.see()
    order.open = 11
    await house.tell(*orders.fill(order, 11, 90, Decimal(0)))
    answer = await house.client.get("/api/risk/account", headers=sign_in(TRADER))

    assert held == {str(order.order_id): ("1000", "0")}
    assert (answer.json()["holds"], answer.json()["buying_power"]) == ([], "9010")
    assert answer.json()["shares"][0]["free"] == str(Quantity(Decimal(11)))
