"""How far a trip went against its trader: from its own fills, and the minutes in between."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from analytics.domain.excursion import Excursion, Span, Step
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


def spans(text: str) -> list[Span | None]:
    """The low and the high after each step, written like ``4 6, -, 5 9``."""
    found: list[Span | None] = []
    for one in text.split(", "):
        if one == "-":
            found.append(None)
        else:
            low, high = one.split()
            found.append(Span(Price(Decimal(low)), Price(Decimal(high))))
    return found


@pytest.mark.parametrize(
    ("trades", "prices", "adverse", "favourable"),
    [
        ("30 buy 10 5, 330 sell 10 6", "-, -", 0, 10),
        ("30 buy 10 5, 330 sell 10 6", "4 8, -", -10, 30),
        ("30 sell 10 5, 330 buy 10 6", "4 8, -", -30, 10),
        # a fill of its own is a price that was seen
        ("0 buy 10 5, 30 buy 10 3, 50 sell 20 4", "-, -, -", -20, 0),
        # more shares make more of a move, and those that were sold none
        ("0 buy 10 5, 60 buy 30 5, 180 sell 30 5, 300 sell 10 5", "-, 4 5, -, -", -40, 0),
        ("0 buy 10 5, 60 buy 30 5, 180 sell 30 5, 300 sell 10 5", "-, -, 4 5, -", -10, 0),
        # what was won by half of it counts when the other half falls
        ("0 buy 10 5, 60 sell 5 9, 300 sell 5 1", "-, 1 9, -", 0, 40),
    ],
)
def test_excursions(trades: str, prices: str, adverse: int, favourable: int) -> None:
    trip, steps = travel(trades)

    assert Excursion.of(trip, steps, spans(prices)) == Excursion(
        Money(Decimal(adverse)), Money(Decimal(favourable))
    )


def test_a_trip_that_was_turned_around_has_no_step_of_its_own_at_the_end() -> None:
    trip, steps = travel("0 buy 10 5, 120 sell 10 6")

    found = Excursion.of(trip, steps[:1], spans("2 7"))

    assert found == Excursion(Money(Decimal(-30)), Money(Decimal(20)))
