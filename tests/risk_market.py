"""A market that tells risk its prices, for tests, and somebody whom it has left in need."""

from datetime import timedelta
from decimal import Decimal

from risk_office import ACME, NOON, Office, asked

from chassis.testing import Simulation
from events import MarketClock, Quote
from vocabulary import AccountId, ClockState, MarginType, Price, Quantity, SessionPhase, Side


class Market:
    """A market that says what a test wants; each quote is newer than the one before."""

    def __init__(self, world: Simulation) -> None:
        self._world = world
        self._sequence = 0

    async def say(self, price: str, minutes: int) -> None:
        """So many minutes after noon ACME is at that price; the exchange is closed."""
        self._sequence += 1
        at, dollars = NOON + timedelta(minutes=minutes), Price(Decimal(price))
        size = Quantity(Decimal(100))
        clock = MarketClock(
            time=at,
            state=ClockState.PAUSED,
            feed="test",
            session_open=True,
            exchange_phase=SessionPhase.AFTER,
        )
        quote = Quote(
            symbol=ACME,
            sequence=self._sequence,
            time=at,
            bid=dollars,
            bid_size=size,
            ask=dollars,
            ask_size=size,
        )
        await self._world.show(clock, quote)


async def in_need(office: Office, market: Market) -> AccountId:
    """Somebody bought twice the equity at 100, and ACME fell to 66."""
    trader = await office.open(10_000, MarginType.MARGIN)
    await market.say("100", 0)
    await office.trade(asked(trader, Side.BUY, 200, "100"), "100")
    await market.say("66", 1)
    await office.look()
    return trader
