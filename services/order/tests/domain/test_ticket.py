"""What a trader writes on an order."""

from decimal import Decimal

import pytest

from order.domain.ticket import Exit, Ticket
from vocabulary import LegRole, OrderClass, OrderType, Price, Quantity, Side, Symbol

TEN = Price(Decimal(10))
ENTRY = Ticket(Symbol("IBM"), Side.BUY, OrderType.LIMIT, Quantity(Decimal(1)), TEN)
KINDS = [
    (Exit(TEN), OrderType.LIMIT),
    (Exit(stop_price=TEN), OrderType.STOP),
    (Exit(TEN, TEN), OrderType.STOP_LIMIT),
    (Exit(trail_price=TEN), OrderType.TRAILING_STOP),
    (Exit(trail_percent=Decimal(1)), OrderType.TRAILING_STOP),
]


@pytest.mark.parametrize(("one", "kind"), KINDS)
def test_an_exit_is_of_the_type_that_its_prices_say(one: Exit, kind: OrderType) -> None:
    assert one.order_type is kind


def test_exits_trade_the_other_way_unless_they_stand_for_themselves() -> None:
    both = ENTRY._replace(take_profit=Exit(TEN), stop_loss=Exit(stop_price=TEN))

    assert [role for role, _ in both.exits] == [LegRole.TAKE_PROFIT, LegRole.STOP_LOSS]
    assert [*ENTRY.exits] == []
    assert both.exit_side is Side.SELL
    assert both._replace(order_class=OrderClass.OCO).exit_side is Side.BUY
