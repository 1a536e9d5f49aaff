"""Orders that may only make a position smaller are shrunk to what there is to reduce."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from said_of_orders import ACME, TRADER
from simple_orders import Orders

from events import Event, OrderApproved, OrderCreated, OrderRejected
from risk.domain.account import TradingAccount
from risk.domain.limits import Limits
from risk.domain.rulebook import Rulebook
from risk.handlers import handlers
from vocabulary import Money, OrderClass, Quantity, RejectionReason, Side

NO_FEE = Decimal(0)


class House:
    """Somebody with shares, and the orders that they place."""

    def __init__(self, shares: int) -> None:
        rulebook = Rulebook(Limits(Money(Decimal(1_000_000))))
        own = {ACME: Quantity(Decimal(shares))}
        self.account = TradingAccount(TRADER, rulebook, Money(Decimal(1000)), own)
        self.orders = Orders()

    def ask(self, order: OrderCreated, *, reduces: bool = True) -> Event:
        """Place an order."""
        (answer,) = self.hear([order.model_copy(update={"reduce_only": reduces})])
        return answer

    def hear(self, events: Sequence[Event]) -> list[Event]:
        """Tell risk what happened."""
        return [answer for event in events for answer in handlers.handle(self.account, event)]

    @property
    def held(self) -> Decimal:
        """Shares that are held."""
        return self.account.held_shares(ACME)


@pytest.mark.parametrize(("shares", "asked", "approved"), [(30, 100, 30), (30, 20, 20)])
def test_a_sale_is_for_no_more_than_there_is(shares: int, asked: int, approved: int) -> None:
    house = House(shares)

    answer = house.ask(house.orders.ask(Side.SELL, asked, 10))

    assert isinstance(answer, OrderApproved)
    assert (answer.quantity, house.held) == (approved, approved)


def test_what_other_orders_hold_is_theirs() -> None:
    house = House(30)
    house.ask(house.orders.ask(Side.SELL, 20, 10), reduces=False)

    answer = house.ask(house.orders.ask(Side.SELL, 100, 10))
    none = house.ask(house.orders.ask(Side.SELL, 1, 10))

    assert isinstance(answer, OrderApproved)
    assert (answer.quantity, house.held) == (10, 30)
    assert isinstance(none, OrderRejected)
    assert none.reason is RejectionReason.POSITION_EXCEEDED
    assert none.rule == "there is nothing that it could reduce: no shares are free"


def test_a_purchase_reduces_only_what_is_owed() -> None:
    owned, owing = House(30), House(-30)

    refused = owned.ask(owned.orders.ask(Side.BUY, 10, 1))
    answer = owing.ask(owing.orders.ask(Side.BUY, 100, 1))

    assert isinstance(refused, OrderRejected)
    assert isinstance(answer, OrderApproved)
    assert (answer.quantity, owing.account.held_cash) == (30, 30)


def test_both_exits_of_an_oco_are_for_no_more_than_there_is() -> None:
    house = House(30)
    asked = house.orders.ask(Side.SELL, 100, 12, kind=OrderClass.OCO, exits=[(8, NO_FEE)])

    answer = house.ask(asked)

    assert isinstance(answer, OrderApproved)
    assert (answer.quantity, house.held) == (30, 30)


@pytest.mark.parametrize(("asked", "approved"), [(100, 30), (30, 30), (15, 15)])
def test_a_replacement_reduces_what_the_other_one_did_and_what_is_free(
    asked: int, approved: int
) -> None:
    house = House(30)
    first = house.ask(house.orders.ask(Side.SELL, 20, 10))
    assert isinstance(first, OrderApproved)
    house.hear([*house.orders.take(first)])
    (order,) = house.orders.live.values()
    house.hear([*house.orders.fill(order, 5, 10, NO_FEE)])

    answer = house.ask(house.orders.ask(Side.SELL, asked, 11, replaces=first.order_id))

    assert isinstance(answer, OrderApproved)
    assert answer.quantity == approved
    assert house.held == max(approved - 5, 15)


def test_a_replaced_exit_keeps_its_size() -> None:
    house = House(30)
    asked = house.orders.ask(Side.SELL, 100, 12, kind=OrderClass.OCO, exits=[(8, NO_FEE)])
    house.ask(asked)

    answer = house.ask(house.orders.ask(Side.SELL, 30, 13, replaces=asked.order_id))

    assert isinstance(answer, OrderApproved)
    assert (answer.quantity, house.held) == (30, 30)
