"""Bars that wait to be stored."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bus.memory import InMemoryBus
from chassis.lifespan import make_engine
from chassis.transaction import Database
from market_data.domain.bars import MINUTE, Bar
from market_data.ticker import recorder
from market_data.ticker.recorder import Recorder
from market_data.ticker.wall import SteppedWall
from vocabulary import BarInterval, Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
IBM, BAC = Symbol("IBM"), Symbol("BAC")
NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"


def a_bar(minute: int, symbol: Symbol = IBM, volume: int = 1) -> Bar:
    ten, size = Price(Decimal(10)), Quantity(Decimal(volume))
    return Bar(symbol, NOON + minute * MINUTE, ten, ten, ten, ten, size, 1, None)


@pytest.fixture
def idle() -> Recorder:
    database = Database(make_engine(NOWHERE, "test"), InMemoryBus(), "market_data")
    return Recorder(database, SteppedWall(NOON))


def test_a_bar_that_is_corrected_while_it_waits_waits_once(idle: Recorder) -> None:
    idle.keep([a_bar(0), a_bar(1), a_bar(0, BAC)])
    idle.keep([a_bar(0, volume=2)])

    assert idle.waiting(IBM, BarInterval.MINUTE_1) == [a_bar(0, volume=2), a_bar(1)]
    assert idle.waiting(BAC, BarInterval.MINUTE_1) == [a_bar(0, BAC)]


def test_when_too_many_wait_the_oldest_are_given_up(
    idle: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "BARS_WAITING_MAX", 3)

    idle.keep(a_bar(minute) for minute in range(5))

    assert idle.waiting(IBM, BarInterval.MINUTE_1) == [a_bar(2), a_bar(3), a_bar(4)]


async def test_what_cannot_be_stored_goes_on_waiting(idle: Recorder) -> None:
    idle.keep([a_bar(0)])

    with pytest.raises(recorder.AWAY):
        await idle.store()

    assert idle.waiting(IBM, BarInterval.MINUTE_1) == [a_bar(0)]
