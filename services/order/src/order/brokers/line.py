"""One account and its broker: orders go there, and what becomes of them comes back.

What the broker tells is taken in as it comes. Besides, it is asked about every order now and then,
and after each connection: so nothing has to be told for it to be known in the end.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from logging import getLogger
from time import monotonic

from chassis.transaction import Database
from order.brokers.broker import Broker, Refused, Unsure
from order.brokers.clerk import Clerk
from order.domain.routing.keys import BrokerName
from order.domain.routing.report import Report
from order.repository.routed import AtBroker, Errand, find_at_broker, find_ended, load_errands
from vocabulary import OrderId

HAND_OVER_WITHIN = timedelta(seconds=60)
"""An order that the broker cannot be given for so long, is not given to it any more: whoever placed
it wanted the market of then."""
LOOK_SECONDS = 0.2
IDLE_SECONDS = 30.0
AGAIN_SECONDS = 5.0
"""How long a wish to cancel may be under way before it is said again."""
CANCEL_AGAIN_SECONDS = 0.5
PAUSE_FIRST, PAUSE_LONGEST = 0.5, 30.0

logger = getLogger(__name__)


class Line:
    """Does what there is to do about the orders of one account, one after the other."""

    def __init__(
        self, name: BrokerName, broker: Broker, clerk: Clerk, database: Database, poll: float
    ) -> None:
        self._name = name
        self._broker = broker
        self._clerk = clerk
        self._database = database
        self._poll_seconds = poll
        self._poll_at = 0.0
        self._quiet_until = 0.0
        self._failures = 0
        self._asked: dict[OrderId, float] = {}

    async def run(self) -> None:
        """Until there has been nothing to do for a while."""
        listening = asyncio.create_task(self._listen())
        busy_at = monotonic()
        try:
            while monotonic() < busy_at + IDLE_SECONDS:
                if await self.look():
                    busy_at = monotonic()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await end(listening)

    async def look(self) -> bool:
        """Do what is due; whether the account has live orders at all."""
        async with self._database.engine.connect() as connection:
            errands = await load_errands(connection, self._clerk.account_id, self._name)
        if monotonic() < self._quiet_until:
            return True
        try:
            for errand in errands:
                await self._do(errand)
            if errands and monotonic() >= self._poll_at:
                self._poll_at = monotonic() + self._poll_seconds
                await self._reconcile([one for one in errands if one.broker_order_id is not None])
        except Unsure as error:
            self._back_off(error)
        else:
            self._failures = 0
        return bool(errands)

    async def _do(self, errand: Errand) -> None:
        if errand.broker_order_id is not None:
            await self._cancel(errand, errand.broker_order_id)
        elif errand.record.parent_id is not None and errand.record.replaces is None:
            await self._find_exit(errand, errand.record.parent_id)
        else:
            await self._hand_over(errand)

    async def _hand_over(self, errand: Errand) -> None:
        """Give the order to the broker, unless it has it already: that is looked up first."""
        order_id = errand.order_id
        if errand.tried_at is not None:
            report = await self._broker.find_named(str(order_id))
            if report is not None:
                await self._take_in(report)
                return
        if errand.is_canceled:
            await self._clerk.withdraw(order_id, f"canceled before {self._name} had it")
            return
        if datetime.now(UTC) - errand.approved_at > HAND_OVER_WITHIN:
            seconds = f"{HAND_OVER_WITHIN.total_seconds():.0f} seconds"
            reason = f"it could not be handed over to {self._name} within {seconds}"
            await self._clerk.refuse(order_id, reason)
            return
        await self._clerk.mark_tried(order_id)
        try:
            report = await self._send(errand)
        except Refused as error:
            await self._clerk.refuse(order_id, f"{self._name} refused it: {error}")
        else:
            await self._take_in(report)

    async def _send(self, errand: Errand) -> Report:
        record = errand.record
        if record.replaces is None:
            return await self._broker.submit(record)
        old = await self._at_broker(record.replaces)
        if old is None or old.broker_order_id is None:
            raise Refused("there is no order that it could replace")
        return await self._broker.replace(old.broker_order_id, old.filled, record)

    async def _find_exit(self, errand: Errand, parent_id: OrderId) -> None:
        """The broker makes the exits of a group itself: look under which names."""
        parent = await self._at_broker(parent_id)
        if parent is None or parent.broker_order_id is None:
            return
        report = await self._broker.find(parent.broker_order_id)
        if report is not None and report.legs:
            await self._take_in(report)
        elif not parent.is_live:
            await self._clerk.withdraw(errand.order_id, f"{self._name} has made no such exit")

    async def _cancel(self, errand: Errand, broker_order_id: str) -> None:
        asked_at = self._asked.get(errand.order_id, 0.0)
        if not errand.is_canceled or monotonic() < asked_at + AGAIN_SECONDS:
            return
        self._asked[errand.order_id] = monotonic()
        try:
            await self._broker.cancel(broker_order_id)
        except Refused as error:  # it has ended, most likely
            logger.info("%s: %s is not canceled: %s", self._name, errand.order_id, error)
            self._poll_at = 0.0

    async def _reconcile(self, known: list[Errand]) -> None:
        """Ask about every order: those that are open there, and those that are no longer."""
        open_there = {one.broker_order_id: one for one in await self._broker.open_orders()}
        for errand in known:
            name = errand.broker_order_id or ""
            report = open_there.get(name) or await self._broker.find(name)
            if report is None:
                await self._clerk.withdraw(errand.order_id, f"{self._name} knows no such order")
            else:
                await self._take_in(report)
        await self._cancel_forgotten([*open_there.values()])

    async def _cancel_forgotten(self, open_there: list[Report]) -> None:
        """What came to the broker after all, when it had been given up here, is not to trade."""
        names = {one.name: one.broker_order_id for one in open_there}
        if not names:
            return
        async with self._database.engine.connect() as connection:
            ended = await find_ended(connection, self._clerk.account_id, names)
        for name in ended:
            logger.warning("%s has an order that has ended here: %s", self._name, name)
            with suppress(Refused):
                await self._broker.cancel(names[name])

    async def _take_in(self, report: Report) -> None:
        """What the broker says, and the trades that it has not told us of."""
        for order in await self._clerk.hear(report):
            own = (one for one in (report, *report.legs) if one.filled > order.filled)
            said = next((one for one in own if one.broker_order_id == order.broker_order_id), None)
            if said is None:
                continue
            since = datetime.now(UTC) - timedelta(days=90)
            executions = await self._broker.executions(said.broker_order_id, since)
            if not await self._clerk.book(said, executions):
                logger.warning("%s does not tell all trades of %s", self._name, order.order_id)

    async def _listen(self) -> None:
        failures = 0
        while True:
            try:
                await self._broker.listen(self._told)
            except Exception as error:  # a vendor's library raises what it likes
                failures += 1
                logger.warning("%s: the stream ended: %s", self._name, type(error).__name__)
            self._poll_at = 0.0
            await asyncio.sleep(_pause(failures))

    async def _told(self, report: Report | None) -> None:
        if report is None or await self._clerk.hear(report):
            self._poll_at = 0.0

    async def _at_broker(self, order_id: OrderId) -> AtBroker | None:
        async with self._database.engine.connect() as connection:
            return await find_at_broker(connection, self._clerk.account_id, order_id)

    def _back_off(self, error: Unsure) -> None:
        self._failures += 1
        wait = error.wait or _pause(self._failures)
        self._quiet_until = monotonic() + wait
        logger.warning("%s: again in %.1f s: %s", self._name, wait, error)


async def end(task: asyncio.Task[None]) -> None:
    """Cancel, and see to it: ``wait_for``, which libraries use, may swallow a cancellation."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=CANCEL_AGAIN_SECONDS)
    await asyncio.gather(task, return_exceptions=True)


def _pause(failures: int) -> float:
    return min(PAUSE_FIRST * 2 ** min(failures, 10), PAUSE_LONGEST)
