"""Splits among trades, also where market time was taken back after them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from analytics.domain.companies import Adjustment
from analytics.domain.facts import Beginning
from analytics.domain.fill import Fill
from analytics.domain.record import TrackRecord
from analytics.domain.recounting import recounted
from vocabulary import (
    NO_MONEY,
    AccountId,
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
    uuid7,
)

IBM = Symbol("IBM")
ME = AccountId(UUID(int=1))
EX = datetime(2013, 10, 8, 4, tzinfo=UTC)
SAID = datetime(2026, 11, 21, 12, tzinfo=UTC)
BEGUN = Beginning(1, Money(Decimal(10_000)), SAID - timedelta(days=1))
HOUR = timedelta(hours=1)


def a_fill(trade: str, market_time: datetime, ordered_at: datetime | None) -> Fill:
    """A fill written like ``buy 10 100`` of an order that was placed then, by the wall."""
    side, shares, price = trade.split()
    order_id = None
    if ordered_at is not None:
        milliseconds = int(ordered_at.timestamp() * 1000)
        order_id = OrderId(uuid7(milliseconds, uuid4().bytes[:10]))
    return Fill(
        fill_id=FillId(uuid4()),
        symbol=IBM,
        side=Side(side),
        quantity=Quantity(Decimal(shares)),
        price=Price(Decimal(price)),
        market_time=market_time,
        said_at=ordered_at or SAID,
        order_id=order_id,
    )


def doubled(effective_said_at: datetime | None = SAID) -> Adjustment:
    """Ten shares became twenty; the portfolio service said so a second later."""
    return Adjustment(
        booking_id=uuid4(),
        symbol=IBM,
        new_shares=Quantity(Decimal(2)),
        old_shares=Quantity(Decimal(1)),
        added=Quantity(Decimal(10)),
        cash=NO_MONEY,
        realised=NO_MONEY,
        said_at=SAID + timedelta(seconds=1),
        market_time=EX,
        effective_said_at=effective_said_at,
    )


def earned(split: Adjustment, *fills: Fill) -> list[Decimal]:
    """What each of the fills earned."""
    record = recounted(ME, [BEGUN], [], [], fills, ([split], []))
    return [one.realised for one in record.unsaved.fills]


def test_what_is_ordered_after_a_split_is_of_new_shares_though_market_time_began_anew() -> None:
    bought = a_fill("buy 10 100", EX - HOUR, SAID - HOUR)
    sold = a_fill("sell 20 51", EX - 2 * HOUR, SAID + HOUR)

    assert earned(doubled(), bought, sold) == [0, 20]
    assert earned(doubled(effective_said_at=None), bought, sold) == [0, 20]


def test_what_was_ordered_before_it_is_of_old_shares_by_market_time() -> None:
    bought = a_fill("buy 10 100", EX - HOUR, SAID - HOUR)
    sold = a_fill("sell 5 120", EX - timedelta(seconds=1), SAID - timedelta(seconds=1))
    later = a_fill("sell 10 60", EX, SAID - timedelta(seconds=1))

    assert earned(doubled(), bought, sold) == [0, 100]
    assert earned(doubled(), bought, later) == [0, 100]


def test_of_orders_that_nobody_knows_market_time_alone_tells() -> None:
    bought = a_fill("buy 10 100", EX - HOUR, None)
    sold = a_fill("sell 5 120", EX - timedelta(seconds=1), None)

    assert earned(doubled(), bought, sold) == [0, 100]


def test_only_what_has_to_be_counted_before_a_split_has_everything_counted_again() -> None:
    record = TrackRecord(ME)
    record.begin(BEGUN)
    record.adjust(doubled())
    record.saved()

    record.trade(a_fill("buy 1 50", EX - HOUR, SAID + HOUR))
    anew = record.unsaved.is_moved
    record.trade(a_fill("buy 1 100", EX - HOUR, SAID - HOUR))

    assert (anew, record.unsaved.is_moved) == (False, True)
