"""Most orders name nothing but a limit: they are asked less, and it makes no difference."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order.domain.ticket import Exit, Ticket
from order.domain.validation import RULES, Market, breach_of, is_plain
from vocabulary import Money, OrderType, Price, Quantity, Side, Symbol, TimeInForce

OPEN = Market(bid=Price(Decimal("99.90")), ask=Price(Decimal("100.10")))
LIMIT = Ticket(Symbol("IBM"), Side.BUY, OrderType.LIMIT, Quantity(Decimal(1)), Price(Decimal(100)))
maybe_price = st.none() | st.decimals("0.0001", 1000, places=4).map(Price)


@given(
    st.sampled_from(OrderType),
    st.none() | st.decimals("0.001", 1000, places=3).map(Quantity),
    maybe_price,
)
def test_plain_orders_are_asked_all_that_they_can_break(
    kind: OrderType, quantity: Quantity | None, limit: Price | None
) -> None:
    plain = Ticket(Symbol("IBM"), Side.BUY, kind, quantity, limit)

    assert is_plain(plain) is (kind in {OrderType.MARKET, OrderType.LIMIT})
    assert breach_of(plain, OPEN) == breach_of(plain, OPEN, RULES)


OTHERS: Mapping[str, Any] = {
    "time_in_force": TimeInForce.GTC,
    "notional": Money(Decimal(1)),
    "post_only": True,
    "stop_price": Price(Decimal(1)),
    "take_profit": Exit(Price(Decimal(1))),
}


@pytest.mark.parametrize("name", OTHERS)
def test_whatever_else_an_order_names_it_is_not_plain(name: str) -> None:
    assert is_plain(LIMIT)
    assert not is_plain(LIMIT._replace(**{name: OTHERS[name]}))
