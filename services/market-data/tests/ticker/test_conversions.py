"""Each action comes to a market that is made up once, in its time."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from tape import IBM, NOON, Tape

from bus.memory import InMemoryBus
from chassis.lifespan import make_engine
from chassis.transaction import Database
from market_data.domain.actions import CorporateAction, Dividend, Split
from market_data.feeds.feed import MadeUp
from market_data.settings import MarketDataSettings
from market_data.ticker.actions import CorporateActions
from market_data.ticker.conversions import Conversions
from market_data.ticker.market import Market
from market_data.ticker.wall import SteppedWall
from vocabulary import Money, Price, Quantity, Symbol

TUESDAY = date(2013, 10, 8)
MIDNIGHT = datetime.fromisoformat("2013-10-08T04:00:00Z")
DAY = timedelta(days=1)


class Simulated(Tape):
    """A feed that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.midnight: datetime | None = None
        self.told: list[CorporateAction] = []

    def take_effect(self, action: CorporateAction) -> None:
        self.told.append(action)

    def price(self, _symbol: Symbol) -> Price:
        return Price(Decimal(1))


@pytest.fixture
def feed() -> Simulated:
    simulated = Simulated()
    assert isinstance(simulated, MadeUp)
    return simulated


def split(day: date = TUESDAY, new: int = 4) -> CorporateAction:
    return CorporateAction(IBM, day, Split(Quantity(Decimal(new)), Quantity(Decimal(1))))


PAID = CorporateAction(IBM, TUESDAY, Dividend(Money(Decimal(1))))


def test_what_was_announced_takes_effect_at_its_midnight_and_never_again(feed: Simulated) -> None:
    conversions = Conversions(feed)
    conversions.hear([split(), split(TUESDAY + DAY)])

    conversions.reach(MIDNIGHT - timedelta(microseconds=1))
    assert feed.told == []
    conversions.reach(MIDNIGHT)
    assert feed.told == [split()]

    conversions.hear([split()])  # said to be effective
    conversions.reach(MIDNIGHT)
    conversions.reach(NOON)  # set back
    conversions.reach(MIDNIGHT + DAY)
    assert feed.told == [split(), split(TUESDAY + DAY)]


def test_a_correction_takes_the_place_of_what_was_announced(feed: Simulated) -> None:
    conversions = Conversions(feed)
    conversions.hear([split()])
    conversions.hear([split(new=5)])

    conversions.reach(MIDNIGHT)

    assert feed.told == [split(new=5)]


def test_a_dividend_comes_before_the_split_of_its_day(feed: Simulated) -> None:
    conversions = Conversions(feed)
    conversions.hear([split(TUESDAY + DAY), split(), PAID])

    conversions.reach(MIDNIGHT + DAY)

    assert feed.told == [PAID, split(), split(TUESDAY + DAY)]


async def test_what_was_announced_counts_while_the_database_is_away(feed: Simulated) -> None:
    conversions, engine = Conversions(feed), make_engine("postgresql+asyncpg://x@127.0.0.1:1/x", "")
    conversions.hear([split()])
    settings = MarketDataSettings.model_validate({"port": 1, "rabbitmq_password": "test"})
    market = Market(feed, settings, SteppedWall(NOON))
    away = Database(engine, InMemoryBus(), "market_data")

    await CorporateActions(market, away, conversions).begin_day(MIDNIGHT)

    assert feed.told == [split()]
    await engine.dispose()


def test_what_is_as_it_was_traded_is_left_alone() -> None:
    tape = Tape()
    conversions = Conversions(tape)
    conversions.hear([split()])

    conversions.reach(MIDNIGHT)

    assert not isinstance(tape, MadeUp)
