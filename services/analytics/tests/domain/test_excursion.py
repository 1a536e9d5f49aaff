"""How far a trip went against its trader: from its own fills, and the minutes in between."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from analytics.domain.excursion import Excursion, Minute, Step
from analytics.domain.fill import Fill
from analytics.domain.trip import RoundTrip, travelled
from vocabulary import FillId, Money, Price, Quantity, Side, Symbol

NOON = datetime(2013, 10, 7, 16, tzinfo=UTC)


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def travel(trades: str) -> tuple[RoundTrip, list[Step]]:
    """A trip of fills written like ``30 buy 10 5``, the first the second at which it was made."""
    under_way: RoundTrip | None = None
    ended: RoundTrip | None = None
    steps: list[Step] = []
    for number, trade in enumerate(trades.split(", ")):
        second, side, shares, price = trade.split()
        fill = Fill(
            FillId(UUID(int=number)),
            Symbol("IBM"),
            Side(side),
            Quantity(Decimal(shares)),
            Price(Decimal(price)),
            at(int(second)),
            NOON,
            Money(Decimal(1)),
        )
        ended, under_way = travelled(under_way, fill)
        steps.append(Step.after(under_way, fill.price, fill.market_time))
    assert ended is not None
    return ended, steps


def minutes(*bars: str) -> list[Minute]:
    """Minutes written like ``60 4 6``: their first second, the low and the high."""
    found = [one.split() for one in bars]
    return [
        Minute(at(int(start)), Price(Decimal(high)), Price(Decimal(low)))
        for start, low, high in found
    ]


@pytest.mark.parametrize(
    ("trades", "bars", "adverse", "favourable"),
    [
        ("30 buy 10 5, 330 sell 10 6", [], 0, 10),
        ("30 buy 10 5, 330 sell 10 6", ["60 4 5", "120 5 8"], -10, 30),
        ("30 sell 10 5, 330 buy 10 6", ["60 4 5", "120 5 8"], -30, 10),
        # the trip began and ended within these minutes
        ("30 buy 10 5, 330 sell 10 6", ["0 1 9", "300 1 9"], 0, 10),
        # ... and with these
        ("0 buy 10 5, 360 sell 10 6", ["0 4 6", "300 5 9"], -10, 40),
        # a fill of its own is a price that was seen
        ("0 buy 10 5, 30 buy 10 3, 50 sell 20 4", [], -20, 0),
        # more shares make more of a move, and those that were sold none
        ("0 buy 10 5, 60 buy 30 5, 180 sell 30 5, 300 sell 10 5", ["60 4 5"], -40, 0),
        ("0 buy 10 5, 60 buy 30 5, 180 sell 30 5, 300 sell 10 5", ["180 4 5"], -10, 0),
    ],
)
def test_excursions(trades: str, bars: list[str], adverse: int, favourable: int) -> None:
    trip, steps = travel(trades)

    assert Excursion.of(trip, steps, minutes(*bars)) == Excursion(
        Money(Decimal(adverse)), Money(Decimal(favourable))
    )


def test_a_trip_that_one_fill_began_and_another_turned_around_has_one_step() -> None:
    trip, steps = travel("0 buy 10 5, 120 sell 10 6")

    found = Excursion.of(trip, steps[:1], minutes("60 2 7"))

    assert found == Excursion(Money(Decimal(-30)), Money(Decimal(20)))
