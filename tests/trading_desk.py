"""A desk in front of the order service, where tests are both the traders and risk."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
from gone_sessions import sessions_gone
from written_tape import Writer, quoted

from bus.interface import Subscription
from chassis.declaration import Service
from chassis.statements import upsert
from chassis.testing import Simulation, drop_database, fresh_database, sign_in, some_account
from events import CATALOGUE, Event, OrderApproved, OrderCreated, OrderRejected, Quote
from order.main import create_service
from order.settings import OrderSettings
from order.tables import positions
from vocabulary import AccountId, OrderId, Price, Quantity, RejectionReason, Symbol

MARKET_TIME = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
ARRIVAL_SECONDS = 0.1
"""After so long every order has taken effect, and every cancel."""
SETTINGS = {"port": 8103, "rabbitmq_password": "test", "redis_url": "redis://127.0.0.1:1"}
AT_ANY_RATE = {"rate_per_second": 100_000, "rate_burst": 1_000_000}
EVERYTHING = Subscription("test.listener", frozenset(CATALOGUE))
Shown = tuple[str, str] | None
Json = dict[str, Any]


@dataclass
class Desk:
    """The order service, a market, and a trader.

    What the market shows it shows on the tape too. Its time stands still but for what it takes for
    orders and cancels to come.
    """

    service: Service
    database_url: str
    simulation: Simulation
    client: httpx.AsyncClient
    trader: AccountId = field(default_factory=some_account)
    tape: Writer = field(default_factory=Writer)
    _shown: dict[str, Quote] = field(default_factory=dict[str, Quote])
    _decided: set[OrderId] = field(default_factory=set[OrderId])

    @property
    def said(self) -> list[Event]:
        """Everything that was published, in order."""
        return [envelope.data for envelope in self.simulation.bus.history]

    def names(self, order_id: str) -> list[str]:
        """What was said about an order."""
        return [one.name for one in self.said if str(getattr(one, "order_id", "")) == order_id]

    def quote(self, bid: Shown, ask: Shown, symbol: str = "IBM") -> Quote:
        """The next quote of (price, size) on each side."""
        before = self._shown.get(symbol)
        self._shown[symbol] = Quote(
            symbol=Symbol(symbol),
            sequence=before.sequence + 1 if before else 1,
            time=MARKET_TIME,
            bid=None if bid is None else Price(Decimal(bid[0])),
            bid_size=Quantity(Decimal(bid[1] if bid else 0)),
            ask=None if ask is None else Price(Decimal(ask[0])),
            ask_size=Quantity(Decimal(ask[1] if ask else 0)),
        )
        return self._shown[symbol]

    async def show(self, bid: Shown, ask: Shown, symbol: str = "IBM") -> None:
        """Let the market quote (price, size) on each side, and let it take effect."""
        is_new = symbol not in self._shown
        await self.simulation.show(self.quote(bid, ask, symbol))
        bids, asks = (f"{one[1]}@{one[0]}" if one else "" for one in (bid, ask))
        said = quoted(bids, asks, symbol)
        how = [["s", symbol, "trading"], ["p", symbol, "regular"]] if is_new else []
        await self.simulation.tell(self.tape.strip(*how, said, complete=is_new))

    async def hold(self, quantity: str, symbol: str = "IBM") -> None:
        """Have traded so much on balance, long ago."""
        row = {"account_id": self.trader, "symbol": symbol, "quantity": Decimal(quantity)}
        async with self.simulation.database("order").engine.begin() as connection:
            await upsert(connection, positions, [row])

    async def pass_time(self, seconds: float = ARRIVAL_SECONDS) -> None:
        """Let the market go on without saying anything."""
        await self.simulation.tell(self.tape.strip(later=seconds))

    async def doubt(self, symbol: str = "IBM") -> None:
        """Let the source of the prices fall silent: the same quote is told again, as stale."""
        shown = self._shown[symbol]
        again = {"sequence": shown.sequence + 1, "stale": True}
        self._shown[symbol] = shown.model_copy(update=again)
        await self.simulation.show(self._shown[symbol])
        await self.simulation.tell(self.tape.strip(["x", symbol]))

    async def restart(self) -> None:
        """Stop the service and start it again; the market shows the same as before.

        The outbox is left as it is: what was published already, is published again.
        """
        bus = self.simulation.bus
        await self.simulation.stop()
        await sessions_gone(self.database_url)
        self.simulation = Simulation(self.simulation.postgres_url, bus)
        self.client = await self.simulation.start(self.service, self.database_url)
        while await self.simulation.database("order").outbox.relay():
            pass
        await self.simulation.show(*self._shown.values())

    async def ask(
        self,
        method: str,
        path: str = "",
        *,
        trader: AccountId | None = None,
        headers: dict[str, str] | None = None,
        **request: Any,  # noqa: ANN401  # whatever httpx takes
    ) -> httpx.Response:
        """Send a request, as the trader unless it is somebody else."""
        signed = sign_in(trader or self.trader) | (headers or {})
        return await self.client.request(method, f"/api/orders{path}", headers=signed, **request)

    async def place(self, *, trader: AccountId | None = None, **terms: Any) -> Json:  # noqa: ANN401
        """Place a limit order to buy 10 IBM at 10, unless the terms say otherwise."""
        answer = await self.ask("POST", trader=trader, json=limit_order(**terms))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def trade(self, *, trader: AccountId | None = None, **terms: Any) -> Json:  # noqa: ANN401
        """Place an order, have it approved, and see what became of it."""
        placed = await self.place(trader=trader, **terms)
        await self.approve()
        return await self.see(placed["order_id"], trader=trader)

    async def see(self, order_id: str, *, trader: AccountId | None = None) -> Json:
        """One order, with its fills."""
        answer = await self.ask("GET", f"/{order_id}", trader=trader)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def cancel(self, order_id: str) -> httpx.Response:
        """Ask for an order to be withdrawn, and let it happen."""
        answer = await self.ask("DELETE", f"/{order_id}")
        await self.simulation.settle()
        await self.pass_time()
        return answer

    async def approve(self, most: str | None = None) -> None:
        """Be risk: everything that was placed so far may trade, or so many shares of it."""
        undecided = await self._undecided()
        less: Json = {} if most is None else {"quantity": most}
        await self.simulation.publish(
            *(OrderApproved(**order.model_dump() | less) for order in undecided), source="risk"
        )
        await self.pass_time()

    async def reject(self) -> None:
        """Be risk: nothing that was placed so far may trade."""
        for order in await self._undecided():
            rejected = OrderRejected(
                order_id=order.order_id,
                account_id=order.account_id,
                symbol=order.symbol,
                reason=RejectionReason.BUYING_POWER_EXCEEDED,
                rule="too dear",
            )
            await self.simulation.publish(rejected, source="risk")

    async def _undecided(self) -> list[OrderCreated]:
        await self.simulation.settle()
        created = {one.order_id: one for one in self.said if isinstance(one, OrderCreated)}
        undecided = [one for one in created.values() if one.order_id not in self._decided]
        self._decided.update(created)
        return undecided


def limit_order(**terms: Any) -> Json:  # noqa: ANN401  # whatever JSON takes
    """The body of an order; an empty string leaves a field out."""
    usual = {"symbol": "IBM", "side": "buy", "type": "limit", "quantity": "10", "limit_price": "10"}
    return {name: each for name, each in (usual | terms).items() if each}


@asynccontextmanager
async def trading_desk(postgres_url: str, **settings: object) -> AsyncGenerator[Desk]:
    """A desk whose market has not opened yet, where nobody can be too fast unless told so."""
    url = await fresh_database(postgres_url, "order")
    service = create_service(OrderSettings.model_validate(SETTINGS | AT_ANY_RATE | settings))
    started = Simulation(postgres_url)
    async with started.bus.listening(EVERYTHING, lambda _delivery: None):
        desk = Desk(service, url, started, await started.start(service, url))
        try:
            yield desk
        finally:
            await desk.simulation.stop()
            await drop_database(url)
