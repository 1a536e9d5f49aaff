"""Keeps a line to its broker for every account that has orders there; one process does."""

import asyncio
from asyncio import Task
from logging import getLogger
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.transaction import Database, LeaseTaken
from order.brokers.choice import open_broker, reachable
from order.brokers.clerk import Clerk
from order.brokers.line import Line, end
from order.brokers.sealing import Seal
from order.repository.broker_keys import find_connected
from order.repository.routed import Customer, customers_at_work, load_errands
from order.settings import OrderSettings
from vocabulary import AccountId

LEASE = "order.courier"
LOOK_SECONDS = 0.5
STANDBY_SECONDS = 1.0
AFTER_TROUBLE_SECONDS = 5.0

logger = getLogger(__name__)


class Courier:
    """Hands over approved orders, while it holds the lease."""

    def __init__(self, settings: OrderSettings, database: Database, wake: asyncio.Event) -> None:
        self._settings = settings
        self._database = database
        self._wake = wake
        self._seal = Seal(settings.broker_key_bytes)
        self._brokers = reachable(settings)
        self._lines: dict[Customer, Task[None]] = {}
        self._not_before: dict[AccountId, float] = {}

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                await self._lead()
            except LeaseTaken:
                await asyncio.sleep(STANDBY_SECONDS)
            except Exception as error:  # an outage, however it shows
                logger.warning("orders wait to be handed over: %r", error)
                await asyncio.sleep(STANDBY_SECONDS)

    async def _lead(self) -> None:
        async with self._database.lease(LEASE) as connection:
            try:
                while True:
                    self._wake.clear()
                    await self._look(connection)
                    await self._pause()
            finally:
                await self._end_lines()

    async def _look(self, connection: AsyncConnection) -> None:
        async with connection.begin():  # also notices a connection that died
            customers = await customers_at_work(connection, self._brokers)
        at_work = {one.account_id for one in customers}
        for customer, line in [*self._lines.items()]:
            if customer not in customers and customer.account_id in at_work:  # with other keys
                await end(line)
            if line.done():
                del self._lines[customer]
                self._note(customer.account_id, line)
        for customer in customers - self._lines.keys():
            if monotonic() >= self._not_before.get(customer.account_id, 0.0):
                self._lines[customer] = asyncio.create_task(self._serve(customer.account_id))

    async def _serve(self, account_id: AccountId) -> None:
        """A line for as long as there is something to do."""
        async with self._database.engine.connect() as connection:
            found = await find_connected(connection, account_id)
        clerk = Clerk(self._database, account_id)
        if found is None:
            await self._give_up(clerk)
            return
        keys = self._seal.open(found.sealed, account_id)
        broker = open_broker(self._settings, found.broker, keys)
        poll = self._settings.broker_poll_seconds
        await Line(found.broker, broker, clerk, self._database, poll).run()

    async def _give_up(self, clerk: Clerk) -> None:
        """Nobody can ask about the orders of somebody who took their keys away."""
        for name in self._brokers:
            async with self._database.engine.connect() as connection:
                errands = await load_errands(connection, clerk.account_id, name)
            for errand in errands:
                reason = f"the keys are gone; what becomes of it at {name}, is not known here"
                await clerk.withdraw(errand.order_id, reason)

    def _note(self, account_id: AccountId, line: Task[None]) -> None:
        error = None if line.cancelled() else line.exception()
        if error is not None:
            logger.error("the line of %s broke: %r", account_id, error)
            self._not_before[account_id] = monotonic() + AFTER_TROUBLE_SECONDS

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _end_lines(self) -> None:
        lines, self._lines = [*self._lines.values()], {}
        await asyncio.gather(*map(end, lines))
