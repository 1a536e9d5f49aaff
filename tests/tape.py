"""A market that is fed by hand."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from market_data.domain.board import Standing
from market_data.domain.ticks import QuoteTick, Tick, TradeTick
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedRefused, FeedReport, Steering
from market_data.settings import MarketDataSettings
from market_data.ticker.market import Market
from market_data.ticker.pump import Pump
from market_data.ticker.steering import Wish, carry_out, plan
from market_data.ticker.wall import SteppedWall
from vocabulary import ClockState, Price, Quantity, Symbol

IBM = Symbol("IBM")
NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
LOT = Quantity(Decimal(100))


def at(second: float) -> datetime:
    return NOON + timedelta(seconds=second)


def a_quote(second: float) -> QuoteTick:
    price = Price(Decimal(1 + int(second)))
    return QuoteTick(at(second), IBM, price, LOT, Price(price + 1), LOT)


def a_trade(second: float) -> TradeTick:
    return TradeTick(at(second), IBM, Price(Decimal(int(second) or 1)), LOT)


class Tape:
    """A feed of what it was given, one group after the other."""

    name, source, time, begins = "tape", "tape", ClockState.REPLAY, NOON
    instruments = (instrument_of(IBM),)

    def __init__(
        self,
        *groups: Sequence[Tick],
        problem: FeedRefused | None = None,
        steering: Steering = Steering.ANYWHERE,
    ) -> None:
        self.steering = steering
        self._groups = groups
        self._problem = problem

    async def ticks(self) -> AsyncGenerator[Sequence[Tick]]:
        for group in self._groups:
            yield group
        if self._problem is not None:
            raise self._problem

    def report(self) -> FeedReport:
        return FeedReport()


class Deck:
    """A market with a pump at work, and a wall to step."""

    def __init__(self, tape: Tape, speed: float) -> None:
        self.wall = SteppedWall(datetime(2025, 1, 6, tzinfo=UTC))
        given = {"port": 1, "rabbitmq_password": "test", "speed": speed}
        self.market = Market(tape, MarketDataSettings.model_validate(given), self.wall)

    async def bid_after(self, seconds: float) -> int:
        """The second of market time at which the newest quote was made."""
        await self.wall.step(seconds)
        quote = self.standing.quote
        if quote is None:
            return -1
        return int((quote.tick.time - NOON).total_seconds())

    @property
    def standing(self) -> Standing:
        """What is known of the one symbol."""
        standing = self.market.board.standing(IBM)
        assert standing is not None
        return standing

    @property
    def sequence(self) -> int:
        """How far it has counted."""
        return self.standing.sequence

    @property
    def second(self) -> float:
        return (self.market.time() - NOON).total_seconds()


@asynccontextmanager
async def playing(tape: Tape, speed: float = 1) -> AsyncGenerator[Deck]:
    deck = Deck(tape, speed)
    task = asyncio.create_task(Pump(deck.market).run())
    try:
        await deck.wall.settle()
        yield deck
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def steer(market: Market, wish: Wish) -> None:
    """What is wished for, at once."""
    carry_out(market, plan(market, wish))


def ten_seconds(steering: Steering = Steering.ANYWHERE) -> Tape:
    quotes = [a_quote(second) for second in range(11)]
    return Tape(quotes[:5], quotes[5:], steering=steering)
