"""What is told of bars."""

from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncEngine
from tape import IBM, LOT, Tape, a_quote, at, playing

from bus.memory import InMemoryBus
from chassis.lifespan import make_engine
from chassis.transaction import Database
from events import Bar
from market_data.domain.ticks import TradeTick
from market_data.ticker.recorder import Recorder
from market_data.ticker.teller import Teller
from vocabulary import BarInterval, Price


def a_trade(second: float, price: int) -> TradeTick:
    return TradeTick(at(second), IBM, Price(Decimal(price)), LOT)


def nowhere() -> AsyncEngine:
    return make_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nothing", "test")


async def test_every_bar_that_a_late_trade_corrects_is_told_and_kept_again() -> None:
    told: list[Bar] = []
    bus = InMemoryBus()
    async with (
        playing(Tape([a_quote(0), a_quote(9000)])) as deck,
        bus.listening_to_prices({Bar.name}, lambda _, bars: told.extend(bars)),  # pyright: ignore[reportArgumentType]
    ):
        recorder = Recorder(Database(nowhere(), bus, "market_data"), deck.wall)
        teller = Teller(deck.market, bus, recorder)
        for trade in (a_trade(0, 10), a_trade(310, 9), a_trade(1000, 11)):
            deck.market.take(trade)
        await teller.tell()
        told.clear()

        deck.market.take(a_trade(59, 20))
        await teller.tell()

    assert {(bar.interval, bar.closed, bar.high) for bar in told} == {
        (BarInterval.MINUTE_1, True, 20),
        (BarInterval.MINUTE_5, True, 20),
        (BarInterval.MINUTE_15, True, 20),
    }
    for bar in told:
        (waiting, *_) = recorder.waiting(IBM, bar.interval)
        assert (waiting.start, waiting.high) == (bar.start, bar.high)
