"""What an order is expected to trade at once: what the book does, shown the same."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from exchanging import price, size

from order.domain.exchange.order import Order
from order.domain.exchange.terms import Terms
from order.domain.expecting import Expectation, expected
from order.domain.units import DOLLAR, SECOND, SHARE
from order.domain.validation import Market
from vocabulary import (
    AccountId,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    SessionPhase,
    TimeInForce,
)

NOW = 1_000 * SECOND
BUY = Terms(True, OrderType.MARKET, size("10"), price("10.61"), model="touch/1", fees="none/1")  # noqa: FBT003
SELL = replace(BUY, is_buy=False, bound=price("9.40"))


def dollars(text: str) -> Price:
    return Price(Decimal(text))


OPEN = Market(
    dollars("9.90"),
    dollars("10.10"),
    dollars("10"),
    phase=SessionPhase.REGULAR,
    bid_size=Quantity(Decimal(100)),
    ask_size=Quantity(Decimal(50)),
)


def expect(terms: Terms, market: Market = OPEN) -> Expectation | None:
    return expected(Order(OrderId(UUID(int=1)), AccountId(UUID(int=2)), terms, NOW), market)


@pytest.mark.parametrize(
    ("terms", "shares", "at", "fee", "slippage"),
    [
        (BUY, "10", "10.10", "0", "1"),
        (SELL, "10", "9.90", "0", "1"),
        (replace(BUY, size=size("80")), "50", "10.10", "0", "5"),  # what is shown at that price
        (replace(BUY, size=size("80"), model="instant/1"), "80", "10.10", "0", "8"),
        (replace(BUY, model="realistic/1"), "10", "10.08", "0", "0.8"),  # a tenth of the spread
        (replace(BUY, model="adverse/1"), "10", "10.1458", "0", "1.458"),
        (replace(BUY, fees="crypto/1"), "10", "10.10", "0.26", "1"),  # a quarter per cent of 101
        (replace(SELL, fees="us-equities/1"), "10", "9.90", "0.02", "1"),
        (replace(BUY, size=0, money=101 * DOLLAR * SHARE), "10", "10.10", "0", "1"),
        (replace(BUY, order_type=OrderType.LIMIT, bound=price("10.20")), "10", "10.10", "0", "1"),
        (replace(BUY, time_in_force=TimeInForce.IOC), "10", "10.10", "0", "1"),
        # the last trade is beyond its price: it goes off
        (replace(SELL, order_type=OrderType.STOP, stop=price("10.05")), "10", "9.90", "0", "1"),
    ],
)
def test_an_order_is_expected_to_take_what_is_shown(
    terms: Terms, shares: str, at: str, fee: str, slippage: str
) -> None:
    seen = expect(terms)

    assert seen is not None
    assert (seen.quantity, seen.price) == (Quantity(Decimal(shares)), dollars(at))
    assert (seen.fee, seen.mid) == (Money(Decimal(fee)), dollars("10"))
    assert seen.slippage == Money(Decimal(slippage))


CLOSED = OPEN._replace(phase=SessionPhase.CLOSED)
EARLY = OPEN._replace(phase=SessionPhase.PRE)
LIMIT = replace(BUY, order_type=OrderType.LIMIT, bound=price("10.20"))


@pytest.mark.parametrize(
    ("terms", "market"),
    [
        (replace(LIMIT, bound=price("10")), OPEN),
        (replace(LIMIT, is_post_only=True), OPEN),
        (replace(BUY, order_type=OrderType.STOP, stop=price("10.30")), OPEN),
        (replace(SELL, order_type=OrderType.TRAILING_STOP, trail=price("1"), bound=0), OPEN),
        (replace(BUY, time_in_force=TimeInForce.OPG), OPEN),
        (replace(BUY, size=size("51"), time_in_force=TimeInForce.FOK), OPEN),
        (BUY, CLOSED),
        (BUY, EARLY),
        (BUY, OPEN._replace(is_stale=True)),
        (BUY, OPEN._replace(ask=None)),
        (BUY, OPEN._replace(bid=dollars("10.20"))),  # crossed: nobody could trade on it
        (BUY, OPEN._replace(ask=dollars("11"))),  # beyond what protects it
        (BUY, Market()),
    ],
)
def test_of_what_would_wait_nothing_is_expected(terms: Terms, market: Market) -> None:
    assert expect(terms, market) is None


def test_an_order_for_extended_hours_is_expected_to_trade_in_them() -> None:
    seen = expect(replace(LIMIT, is_extended=True), EARLY)

    assert seen is not None
    assert seen.price == dollars("10.10")


def test_without_the_other_side_nobody_knows_the_middle() -> None:
    seen = expect(BUY, OPEN._replace(bid=None))

    assert seen is not None
    assert (seen.mid, seen.slippage) == (None, None)
    assert seen.price == dollars("10.10")


def test_where_bid_and_ask_are_the_same_nothing_slips() -> None:
    locked = OPEN._replace(bid=dollars("10.10"))

    seen = expect(replace(SELL, model="realistic/1"), locked)

    assert seen is not None
    assert (seen.price, seen.slippage) == (dollars("10.10"), Money(Decimal(0)))
