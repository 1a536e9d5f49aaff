"""Risk as a service for tests: traders with accounts, administrators, and what it answers."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from time import time
from typing import Any, TypeVar

import httpx

from bus.envelope import Envelope, first, new_id
from bus.interface import Subscription
from bus.message import pack
from chassis.declaration import Service
from chassis.testing import Simulation, sign_in, simulation, some_account, token_for
from chassis.transaction import Database
from chassis.works import Running
from events import (
    CATALOGUE,
    AccountOpened,
    Event,
    MarketSnapshot,
    OrderApproved,
    OrderCanceled,
    OrderCreated,
    OrderFilled,
    OrderRejected,
    WithdrawalRequested,
)
from risk.commands.ringing import Bells
from risk.commands.watching import Watch
from risk.main import create_service, rulebook_of
from risk.queries.floor import Floor
from risk.queries.following import Following
from risk.repository import Accounts
from risk.settings import RiskSettings
from vocabulary import (
    AccountId,
    FillId,
    MarginType,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
)

ACME = Symbol("ACME")
NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)
SETTINGS = RiskSettings.model_validate({"port": 8104, "rabbitmq_password": "unused"})
Said = TypeVar("Said", bound=Event)


class Watching:
    """Another replica of risk, which looks when it is told to."""

    def __init__(self) -> None:
        rulebook, floor = rulebook_of(SETTINGS), Floor()
        self._floor = floor
        self._following = Following(rulebook)
        self._watch = Watch(Accounts(rulebook, floor), rulebook, floor)
        self._bells = Bells(floor.quote, rulebook)

    @asynccontextmanager
    async def at_work(self, running: Running) -> AsyncGenerator[Mapping[str, object]]:
        """Hear the market within the block."""
        async with self._floor.listening(running):
            running.prices.on_quote(self._bells.hear)
            yield {}

    async def look(self, database: Database) -> None:
        """Look at all accounts and alerts once."""
        await self._following.read(database)
        await self._watch.look(database)
        await self._bells.look(database)


class Office:
    """Risk at work, those who trade under its eyes, and everything that it says."""

    def __init__(self, world: Simulation, client: httpx.AsyncClient, watch: Watching) -> None:
        self.world = world
        self.client = client
        self._watch = watch

    async def open(self, cash: int, margin: MarginType = MarginType.CASH) -> AccountId:
        """Somebody has an account."""
        trader = some_account()
        dollars = Money(Decimal(cash))
        who = UserId(new_id())
        await self.world.publish(
            AccountOpened(account_id=trader, user_id=who, cash=dollars, margin=margin)
        )
        return trader

    async def place(self, *orders: OrderCreated) -> list[str]:
        """Let orders be asked for; the answers, in short."""
        await self.world.publish(*orders)
        refused = {one.order_id: str(one.reason) for one in self.said(OrderRejected)}
        approved = {one.order_id: "approved" for one in self.said(OrderApproved)}
        return [(refused | approved)[one.order_id] for one in orders]

    async def trade(self, order: OrderCreated, price: str) -> None:
        """Let an order be asked for and trade at once."""
        assert await self.place(order) == ["approved"]
        await self.world.publish(filled(order, price))

    async def look(self) -> None:
        """Let risk look at all accounts and alerts, and make the reviews that are due."""
        await self._watch.look(self.world.database("risk"))
        await self.world.settle()

    async def ask_trader(
        self, trader: AccountId, path: str, body: dict[str, Any]
    ) -> httpx.Response:
        """What a trader is answered."""
        return await self.client.post(f"/api/risk{path}", json=body, headers=sign_in(trader))

    def said(self, kind: type[Said]) -> Sequence[Said]:
        """What risk has said of a kind."""
        told = (one.data for one in self.world.bus.history if one.source == "risk")
        return [one for one in told if isinstance(one, kind)]

    async def see(self, trader: AccountId) -> dict[str, Any]:
        """What risk shows to the owner of an account."""
        answer = await self.client.get("/api/risk/account", headers=sign_in(trader))
        return answer.raise_for_status().json()

    async def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        version: str | None = None,
        *,
        roles: Sequence[str] = ("trader", "admin"),
    ) -> httpx.Response:
        """What an administrator is answered who has just proved that it is them."""
        token = token_for(some_account(), *roles, authenticated_at=int(time()))
        headers = {"authorization": f"Bearer {token}", "x-real-ip": "192.0.2.7"}
        if version is not None:
            headers["if-match"] = version
        path = f"/api/risk/admin{path}"
        answer = await self.client.request(method, path, json=body, headers=headers)
        await self.world.settle()
        return answer


def watched_risk() -> tuple[Service, Watching]:
    """Risk, and another replica of it that hears the same market."""
    service, watching = create_service(SETTINGS), Watching()
    return replace(service, works=[*service.works, watching.at_work]), watching


@asynccontextmanager
async def risk_office(postgres_url: str) -> AsyncGenerator[Office]:
    """Risk on a database of its own, and a listener to everything that is said."""
    everything = Subscription("test.listener", frozenset(CATALOGUE))
    watched, watching = watched_risk()
    async with (
        simulation(postgres_url) as world,
        world.bus.listening(everything, lambda _: None),
    ):
        office = Office(world, await world.start(watched), watching)
        await world.show(MarketSnapshot(time=NOON, complete=True, symbols=[]))
        yield office


def asked(  # what an order says
    account_id: AccountId,
    side: Side,
    quantity: int,
    bound: str,
    *,
    symbol: Symbol = ACME,
    at: datetime = NOON,
    order_id: OrderId | None = None,
    **more: Any,  # noqa: ANN401  # other terms
) -> OrderCreated:
    """An order at a limit."""
    facts = {
        "order_id": order_id or OrderId(new_id()),
        "account_id": account_id,
        "symbol": symbol,
        "side": side,
        "order_type": OrderType.LIMIT,
        "quantity": Quantity(Decimal(quantity)),
        "limit_price": Price(Decimal(bound)),
        "bound_price": Price(Decimal(bound)),
        "market_time": at,
    }
    return OrderCreated.model_validate(facts | more)


def filled(order: OrderCreated, price: str) -> OrderFilled:
    """All of an order has traded."""
    return OrderFilled(
        fill_id=FillId(new_id()),
        order_id=order.order_id,
        account_id=order.account_id,
        symbol=order.symbol,
        side=order.side,
        quantity=order.quantity,
        price=Price(Decimal(price)),
        filled_quantity=order.quantity,
        counterparty="market",
        market_time=order.market_time,
    )


def canceled(order: OrderCreated) -> OrderCanceled:
    """What is left of an order is withdrawn."""
    return OrderCanceled(
        order_id=order.order_id,
        account_id=order.account_id,
        symbol=order.symbol,
        open_quantity=order.quantity,
    )


def leaving(trader: AccountId, dollars: str) -> WithdrawalRequested:
    """Somebody wants to take dollars out."""
    amount = Money(Decimal(dollars))
    return WithdrawalRequested(
        account_id=trader, transfer_id=new_id(), amount=amount, market_time=NOON
    )


async def twice(office: Office, *events: Event) -> None:
    """Let something be heard, and once more."""
    told: list[Envelope[Any]] = [first(one, "test") for one in events]
    for _ in range(2):
        for one in told:
            await office.world.bus.publish(pack([one]))
        await office.world.settle()
