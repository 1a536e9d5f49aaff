"""Watches prices for those who wait for them, whether or not anybody looks at a screen.

Every replica hears all prices and may find that an alert goes off. Who stores that first, by its
version, tells of it in the same transaction: it is told once, whatever stops the process.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from chassis.outage import is_outage
from chassis.transaction import Database
from chassis.works import Running
from events import PriceAlertFired, Quote
from risk.domain.alerts import Alert, AlertKey, middle
from risk.domain.rulebook import Rulebook
from risk.repository import alerts as stored
from vocabulary import Price, Symbol

LOOK_SECONDS = 1.0
LATE = timedelta(seconds=10)
"""What a transaction changes that takes no longer to commit is not overlooked."""


def wall() -> datetime:
    """The time on the wall."""
    return datetime.now(UTC)


class Bells:
    """All alerts that wait. ``quote`` knows a symbol's newest quote, if the market names any."""

    def __init__(
        self,
        quote: Callable[[Symbol], Quote | None],
        rulebook: Rulebook,
        now: Callable[[], datetime] = wall,
    ) -> None:
        self._quote = quote
        self._rulebook = rulebook
        self._now = now
        self._waiting: defaultdict[Symbol, dict[AlertKey, Alert]] = defaultdict(dict)
        self._due: dict[AlertKey, Alert] = {}
        self._since: datetime | None = None
        self._wake = asyncio.Event()

    @asynccontextmanager
    async def at_work(self, running: Running) -> AsyncGenerator[None]:
        """Watch, in the background, within the block."""
        running.prices.on_quote(self.hear)
        running.spawn(self._work(running.database), "price alerts")
        yield

    def hear(self, quote: Quote) -> None:
        """Find out which alerts a quote sets off, and have them told at once."""
        if waiting := self._waiting.get(quote.symbol):
            price = self.price(quote.symbol)
            for alert in [*waiting.values()]:
                self._judge(alert, price)

    def price(self, symbol: Symbol) -> Price | None:
        """Half-way between bid and ask, in dollars; ``None`` where alerts cannot go by it.

        That is where nobody both bids and asks, and while the price is of new shares already and
        alerts are of the old ones still.
        """
        quote = self._quote(symbol)
        splits = self._rulebook.splits.get(symbol, ())
        if quote is None or any(one.said_at is None and one.is_due(quote.time) for one in splits):
            return None
        return middle(quote.bid, quote.ask)

    async def look(self, database: Database) -> None:
        """Tell of what went off, and read which alerts were set or changed."""
        if due := [*self._due.values()]:
            async with database.transaction() as tx:
                fired = await stored.store_fired(tx.connection, due)
                for alert in fired:
                    tx.publish(_event_of(alert))
            for alert in due:
                del self._due[alert.key]
                self._waiting[alert.symbol].pop(alert.key, None)
            for alert in fired:
                self._take(alert)
        async with database.engine.connect() as connection:
            changes = await stored.read_changes(connection, self._since)
        for alert, changed_at in changes:
            self._since = max(changed_at - LATE, self._since or changed_at - LATE)
            self._learn(alert)

    async def _work(self, database: Database) -> None:
        while True:
            self._wake.clear()
            try:
                await self.look(database)
            except Exception as error:
                if not is_outage(error):
                    raise
                await asyncio.sleep(LOOK_SECONDS)
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)

    def _learn(self, alert: Alert) -> None:
        """Go by what is stored, unless more is known, and hold it against the price of now."""
        known = self._waiting[alert.symbol].get(alert.key)
        if known is None or known.version < alert.version:
            self._take(alert)
            self._judge(alert, self.price(alert.symbol))

    def _take(self, alert: Alert) -> None:
        waiting = self._waiting[alert.symbol]
        waiting.pop(alert.key, None)
        if alert.is_waiting:
            waiting[alert.key] = alert

    def _judge(self, alert: Alert, price: Price | None) -> None:
        if price is None or alert.key in self._due:
            return
        after = alert.heard(price, self._now())
        if after.version != alert.version:
            self._due[alert.key] = after
            self._wake.set()
        elif after is not alert:
            self._take(after)


def _event_of(alert: Alert) -> PriceAlertFired:
    names = ("account_id", "alert_id", "symbol", "kind", "level", "repeats", "fired_at")
    facts = {name: getattr(alert, name) for name in names}
    return PriceAlertFired.model_validate(facts | {"price": alert.fired_price})
