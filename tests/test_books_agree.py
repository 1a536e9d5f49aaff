"""All services say the same of every account; and where one is changed by hand, that is found."""

from collections.abc import AsyncGenerator, Mapping
from decimal import Decimal

import pytest
from sqlalchemy import text
from trading_desk import Desk, trading_desk

from analytics.main import create_service as create_analytics
from analytics.settings import AnalyticsSettings
from chassis.testing import some_account
from events import UserRegistered
from outcry.agreement.figures import Figure, Kind, Voice, differences
from outcry.agreement.voices import ASKED
from portfolio.main import create_service as create_portfolio
from portfolio.settings import PortfolioSettings
from risk.main import create_service as create_risk
from risk.settings import RiskSettings
from vocabulary import AccountId, UserId

pytestmark = pytest.mark.real
SETTINGS = {"port": 8100, "rabbitmq_password": "test"}
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
async def desk(postgres_url: str) -> AsyncGenerator[Desk]:
    async with trading_desk(postgres_url) as opened:
        for service in (
            create_risk(RiskSettings.model_validate(SETTINGS)),
            create_portfolio(PortfolioSettings.model_validate(SETTINGS)),
            create_analytics(AnalyticsSettings.model_validate(SETTINGS)),
        ):
            await opened.simulation.start(service)
        await opened.show(("9.95", "500"), ("10.00", "500"))
        for trader in (opened.trader, some_account()):
            await _trade(opened, trader)
        yield opened


async def _trade(desk: Desk, trader: AccountId) -> None:
    registered = UserRegistered(user_id=UserId(trader), account_id=trader, display_name="Ada")
    await desk.simulation.publish(registered, source="auth")
    (await desk.ask("PUT", "/settings", trader=trader, json=WANTED)).raise_for_status()
    for order in ORDERS:
        await desk.place(trader=trader, **order)
        for _ in range(3):
            await desk.simulation.settle()
            await desk.pass_time()


async def _asked(desk: Desk) -> dict[str, Voice]:
    said: dict[str, Voice] = {}
    for name, ask in ASKED.items():
        async with desk.simulation.database(name).engine.connect() as connection:
            said.update(await ask(connection))
    return said


async def _asked_after(desk: Desk, name: str, change: str) -> Mapping[str, Voice]:
    """What one service would say if somebody had changed its tables by hand."""
    async with desk.simulation.database(name).engine.connect() as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        await connection.execute(text(change))
        said = await ASKED[name](connection)
        await connection.rollback()
        return said


async def test_all_services_say_the_same_until_one_is_changed_by_hand(desk: Desk) -> None:
    said = await _asked(desk)
    assert list(differences(said)) == []
    kinds = {figure.kind for voice in said.values() for figure in voice[desk.trader]}
    assert kinds == {*Kind}
    assert said["risk"][desk.trader][Figure(Kind.RESERVED)] == Decimal("73.30")
    opened = [one for one in said["order"][desk.trader] if one.kind is Kind.OPEN]
    assert len(opened) == 3

    for service, change, kind in CHANGED:
        found = list(differences({**said, **await _asked_after(desk, service, change)}))
        assert kind in {one.figure.kind for one in found}, change
        assert desk.trader in {one.account_id for one in found}, change
