"""Where the market held no auction our orders trade at no price that nobody has named."""

import pytest
from exchanging import Trying, price, terms

from order.domain.exchange.order import Order
from order.domain.exchange.terms import Terms
from vocabulary import InstrumentStatus, OrderType, TimeInForce

STOP = OrderType.STOP


def ready(last: str | None) -> Trying:
    """A book before its auction; ``last`` was traded there before."""
    trying = Trying()
    if last is not None:
        trying.trade(f"1@{last}")
    return trying


def stop_that_is_let_loose(trying: Trying, side: str, shares: str) -> Order:
    """A stop without a bound of its own that waits for more size when trading ends."""
    stop = trying.place(terms(side, shares, order_type=STOP, stop="10"))
    trying.trade("1@10")
    return stop


@pytest.mark.parametrize(
    ("last", "stop", "others", "traded"),
    [
        # below 11 there would be as many shares on both sides, at any price down to the least
        ("12", "sell 100", ["buy 100 11.5", "sell 100 11"], ["100@11.5"]),
        ("9", "buy 100", ["sell 100 9.5", "buy 100 10"], ["100@9.5"]),
        ("12", "sell 100", ["buy 50 9"], ["50@9"]),
        ("8", "buy 100", ["sell 50 9"], ["50@9"]),
        ("10", "sell 100", ["buy 50 11"], ["50@10"]),
        ("10", "sell 100", ["buy 50 -"], ["50@10"]),
    ],
)
def test_orders_without_a_price_make_none(
    last: str, stop: str, others: list[str], traded: list[str]
) -> None:
    trying = ready(last)
    side, shares = stop.split()
    loose = stop_that_is_let_loose(trying, side, shares)
    trying.trade(f"1@{last}")
    wishes: list[Terms] = []
    for one in others:
        its_side, its_shares, limit = one.split()
        wishes.append(terms(its_side, its_shares, limit.strip("-"), time_in_force=TimeInForce.OPG))

    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    for wish in wishes:
        trying.place(wish)
    trying.hear(trying.book.status(trying.at, InstrumentStatus.HALTED))

    assert trying.traded(loose) == traded


def test_what_nobody_has_named_and_nobody_knows_is_no_price() -> None:
    trying = ready(None)
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    opening = TimeInForce.OPG
    seller = trying.place(terms("sell", "100", time_in_force=opening))
    buyer = trying.place(terms("buy", "100", time_in_force=opening))

    trying.hear(trying.book.status(trying.at, InstrumentStatus.HALTED))

    assert trying.traded(seller) == trying.traded(buyer) == []


def test_the_price_is_within_the_bands() -> None:
    trying = ready("10")
    trying.hear(trying.book.band(trying.at, price("9"), price("9.5")))
    trying.hear(trying.book.status(trying.at, InstrumentStatus.OPENING_AUCTION))
    opening = TimeInForce.OPG
    seller = trying.place(terms("sell", "100", "8", time_in_force=opening))
    trying.place(terms("buy", "100", "20", time_in_force=opening))

    trying.hear(trying.book.status(trying.at, InstrumentStatus.HALTED))

    assert trying.traded(seller) == ["100@9.5"]
