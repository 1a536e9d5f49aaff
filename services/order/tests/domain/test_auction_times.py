"""When orders for the auctions are taken."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from order.domain.ticket import Ticket
from order.domain.validation import Market, breach_of
from vocabulary import (
    AssetClass,
    OrderType,
    Price,
    Quantity,
    SessionPhase,
    Side,
    Symbol,
    TimeInForce,
)

NOW = datetime(2013, 10, 7, 15, 0, tzinfo=UTC)
"""A Monday, at 11:00 in New York."""
CLOSES = datetime(2013, 10, 7, 20, 0, tzinfo=UTC)
OPEN = Market(time=NOW, exchange_phase=SessionPhase.REGULAR, closes=CLOSES)
OPG, CLS = TimeInForce.OPG, TimeInForce.CLS


def code_of(force: TimeInForce, market: Market) -> str | None:
    ticket = Ticket(
        Symbol("IBM"),
        Side.BUY,
        OrderType.LIMIT,
        Quantity(Decimal(1)),
        Price(Decimal(100)),
        time_in_force=force,
    )
    breach = breach_of(ticket, market)
    return None if breach is None else breach.code


AUCTIONS = [
    # (time in New York, phase there), orders for the opening, for the closing
    ((9, 27, SessionPhase.PRE), True, True),
    ((9, 28, SessionPhase.PRE), False, True),
    ((15, 49, SessionPhase.REGULAR), False, True),
    ((15, 50, SessionPhase.REGULAR), False, False),
    ((16, 0, SessionPhase.AFTER), False, False),
    ((18, 59, SessionPhase.AFTER), False, False),
    ((19, 0, SessionPhase.AFTER), True, True),
    ((12, 0, SessionPhase.CLOSED), True, True),  # a holiday
]


@pytest.mark.parametrize(("moment", "opening", "closing"), AUCTIONS)
def test_orders_for_an_auction_are_taken_in_their_time(
    moment: tuple[int, int, SessionPhase], *, opening: bool, closing: bool
) -> None:
    hour, minute, phase = moment
    there = NOW.replace(hour=hour, minute=minute) + timedelta(hours=4)
    market = OPEN._replace(time=there, exchange_phase=phase)

    for force, taken in ((OPG, opening), (CLS, closing)):
        code = code_of(force, market)
        assert code == (None if taken else "auction_closed"), force


@pytest.mark.parametrize(("minute", "taken"), [(49, True), (50, False)])
def test_on_a_short_day_the_closing_auction_is_earlier(minute: int, *, taken: bool) -> None:
    closes = NOW.replace(hour=17)
    market = OPEN._replace(time=NOW.replace(hour=16, minute=minute), closes=closes)

    assert code_of(CLS, market) == (None if taken else "auction_closed")


def test_what_has_no_sessions_has_no_auctions() -> None:
    crypto = OPEN._replace(asset_class=AssetClass.CRYPTO)
    for market in (crypto, OPEN._replace(never_closes=True)):
        assert code_of(OPG, market) == "no_auction"


def test_what_is_not_known_of_the_day_forbids_what_is_late_on_a_usual_one() -> None:
    market = OPEN._replace(closes=None, time=NOW.replace(hour=19, minute=50))

    assert code_of(CLS, market) == "auction_closed"
    assert code_of(CLS, market._replace(time=None)) is None
