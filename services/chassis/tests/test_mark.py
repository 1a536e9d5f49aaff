"""What shares are worth is decided in one place, so that all services come to the same."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chassis.prices import Prices
from events import Quote, Trade
from vocabulary import Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
IBM = Symbol("IBM")
LONG, SHORT = Quantity(Decimal(10)), Quantity(Decimal(-10))
QUOTE = Quote(
    symbol=IBM,
    sequence=1,
    time=NOON,
    bid=Price(Decimal(181)),
    bid_size=LONG,
    ask=Price(Decimal(183)),
    ask_size=LONG,
)
TRADE = Trade(symbol=IBM, sequence=2, time=NOON, price=Price(Decimal(182)), size=LONG)


@pytest.mark.parametrize(
    ("heard", "held", "owed"),
    [
        ([], None, None),
        ([QUOTE], 181, 183),
        ([QUOTE.model_copy(update={"bid": None, "ask": None})], None, None),
        ([TRADE], 182, 182),
        ([TRADE, QUOTE], 182, 182),
    ],
)
def test_mark(heard: list[Quote | Trade], held: int | None, owed: int | None) -> None:
    prices = Prices()

    for one in heard:
        prices.arrived(one.name, [one])

    assert (prices.mark(IBM, LONG), prices.mark(IBM, SHORT)) == (held, owed)
