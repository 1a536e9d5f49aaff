"""Prices are named in ticks, and a market order has a price it never goes beyond."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary import PRICE_PLACES, Price, Side
from vocabulary.ticks import collar_price, protection_price, tick_at


@pytest.mark.parametrize(
    ("side", "reference", "bound"),
    [
        (Side.BUY, "100", "105"),
        (Side.BUY, "100.01", "105.02"),  # 105.0105
        (Side.BUY, "0.98", "1.03"),  # 1.029: cents from one dollar up
        (Side.BUY, "0.1001", "0.1052"),  # 0.105105
        (Side.SELL, "100", "95"),
        (Side.SELL, "100.01", "95"),  # 95.0095
        (Side.SELL, "1.04", "0.988"),
        (Side.SELL, "0.0001", "0.00000001"),  # never nothing
    ],
)
def test_a_market_order_is_protected(side: Side, reference: str, bound: str) -> None:
    assert protection_price(side, Price(Decimal(reference))) == Decimal(bound)


@pytest.mark.parametrize(
    ("side", "stop", "bound"),
    [
        (Side.BUY, "100", "102.5"),
        (Side.BUY, "49.99", "51.99"),  # 51.9896
        (Side.SELL, "100", "0.00000001"),  # whatever it gets
    ],
)
def test_a_stop_has_a_collar_where_it_buys(side: Side, stop: str, bound: str) -> None:
    assert collar_price(side, Price(Decimal(stop))) == Decimal(bound)


@given(
    st.sampled_from(Side),
    st.decimals(min_value="0.00000001", max_value=10**9, places=PRICE_PLACES),
)
def test_protection_is_at_least_five_percent_and_at_most_one_tick_more(
    side: Side, reference: Decimal
) -> None:
    bound = protection_price(side, Price(reference))
    beyond = reference * (Decimal("1.05") if side is Side.BUY else Decimal("0.95"))
    more = bound - beyond if side is Side.BUY else beyond - bound

    assert bound > 0
    assert more < tick_at(beyond)
    assert more >= 0 or bound == Decimal("0.00000001")
