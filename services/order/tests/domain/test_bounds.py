"""How far an order may run, and the most that it may cost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order.domain.bounds import bound_of, fee_bound, shares_of
from order.domain.models.fees import NoSuchSchedule
from order.domain.ticket import Exit, Ticket
from order.domain.validation import Market
from vocabulary import Money, OrderType, Price, Quantity, Side, Symbol

MARKET = Market()
FINE = Market(tick_size=Price(Decimal("0.0001")))
BUY, SELL = Side.BUY, Side.SELL
LEAST = "0.00000001"


def price(text: str) -> Price:
    return Price(Decimal(text))


BOUNDS: list[tuple[Exit, Side, str | None, str | None]] = [
    (Exit(price("10")), BUY, "20", "10"),
    (Exit(price("10"), price("12")), SELL, "20", "10"),
    (Exit(stop_price=price("10")), BUY, None, "10.4"),  # 4 % below fifty dollars
    (Exit(stop_price=price("10")), SELL, None, LEAST),  # whoever sells at a stop wants out
    (Exit(stop_price=price("49.99")), BUY, None, "51.99"),  # 51.9896
    (Exit(stop_price=price("50")), BUY, None, "51.25"),  # 2.5 % from there on
    (Exit(stop_price=price("100")), BUY, None, "102.5"),
    (Exit(trail_price=price("2")), BUY, "98", "102.5"),
    (Exit(trail_price=price("2")), SELL, "102", LEAST),
    (Exit(trail_percent=Decimal(10)), BUY, "100", "112.75"),
    (Exit(trail_percent=Decimal(1)), BUY, None, None),
]


@pytest.mark.parametrize(("one", "side", "base", "bound"), BOUNDS)
def test_an_order_is_bound_by_its_limit_or_protected(
    one: Exit, side: Side, base: str | None, bound: str | None
) -> None:
    found = bound_of(one, side, MARKET, None if base is None else price(base))

    assert found == (None if bound is None else Decimal(bound))


def test_a_market_order_is_protected_in_ticks_of_its_own() -> None:
    order = Ticket(Symbol("EURUSD"), BUY, OrderType.MARKET, Quantity(Decimal(1)))

    assert bound_of(order, BUY, MARKET, price("1.08765")) == Decimal("1.15")
    assert bound_of(order, BUY, FINE, price("1.08765")) == Decimal("1.1421")
    assert bound_of(order, BUY, MARKET, None) is None


@given(
    st.decimals("0.01", 10**6, places=2).map(Money),
    st.decimals("0.0001", 10**5, places=4).map(Price),
)
def test_money_buys_as_much_as_it_can_and_nothing_more(money: Money, bound: Price) -> None:
    order = Ticket(Symbol("IBM"), BUY, OrderType.MARKET, None, notional=money)

    shares = shares_of(order, bound)

    assert shares_of(order._replace(quantity=shares), price("1")) == shares
    assert shares * bound <= money < (shares + Decimal("0.000000001")) * bound


FEES = [
    ("us-equities/1", BUY, "0"),
    # 0.0278 and 0.0166, each rounded up to a cent; and a cent more, if the price is a little better
    ("us-equities/1", SELL, "0.06"),
    ("per-share/1", BUY, "1"),  # the least of a commission
    ("none/1", SELL, "0"),
    ("crypto/1", BUY, "2.5"),
]


@pytest.mark.parametrize(("schedule", "side", "fee"), FEES)
def test_the_most_that_an_order_may_cost(schedule: str, side: Side, fee: str) -> None:
    assert fee_bound(schedule, side, Quantity(Decimal(100)), price("10")) == Decimal(fee)


def test_an_unknown_schedule_charges_nothing_silently() -> None:
    with pytest.raises(NoSuchSchedule):
        fee_bound("free/1", BUY, Quantity(Decimal(1)), price("1"))
