"""Orders of one account and symbol for tests, and what is said of them."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from events import (
    OrderAdjusted,
    OrderCanceled,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
)
from risk.domain.companies import Split
from vocabulary import (
    AccountId,
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectedBy,
    RejectionReason,
    Side,
    Symbol,
)

ACME = Symbol("ACME")
TRADER = AccountId(UUID(int=9))


@dataclass
class Group:
    """An entry, if there is one, and its exits."""

    entry: OrderId | None
    exits: list[OrderId]


@dataclass
class Order:
    """An order on the book. ``money`` and ``fee`` are what it may still spend, in dollars.

    ``filled`` counts those that it replaced; ``passed`` is as many shares as that is by now, after
    splits: so many are for its exits.
    """

    order_id: OrderId
    side: Side
    bound: int
    open: int
    filled: int = 0
    passed: int = 0
    money: int | None = None
    fee: Decimal = Decimal(0)
    group: Group | None = None
    group_id: OrderId | None = None
    """Whose exit it is."""
    is_held: bool = False


def filled(
    one: Order, fill_id: UUID, size: int, price: int, fee: Decimal
) -> OrderFilled | OrderPartiallyFilled:
    """Some of an order has traded, or the last of it."""
    facts = {
        "fill_id": FillId(fill_id),
        "order_id": one.order_id,
        "account_id": TRADER,
        "symbol": ACME,
        "side": one.side,
        "quantity": Decimal(size),
        "price": Decimal(price),
        "filled_quantity": Decimal(one.filled),
        "counterparty": "market",
        "fee": fee,
        "group_id": one.group_id,
    }
    if one.open:
        return OrderPartiallyFilled.model_validate(facts | {"open_quantity": Decimal(one.open)})
    return OrderFilled.model_validate(facts)


def canceled(one: Order) -> OrderCanceled:
    """What was left of an order is withdrawn."""
    return OrderCanceled(
        order_id=one.order_id,
        account_id=TRADER,
        symbol=ACME,
        open_quantity=Quantity(Decimal(one.open)),
        group_id=one.group_id,
    )


def rejected(one: Order) -> OrderRejected:
    """The book refuses an order."""
    return OrderRejected(
        order_id=one.order_id,
        account_id=TRADER,
        symbol=ACME,
        rejected_by=RejectedBy.BOOK,
        reason=RejectionReason.REFUSED_BY_BOOK,
        rule="the book does not like it",
    )


def adjusted(one: Order, split: Split, waits: int) -> OrderAdjusted:
    """The shares of an order were split."""
    return OrderAdjusted(
        order_id=one.order_id,
        account_id=TRADER,
        symbol=ACME,
        market_time=split.effective_at,
        action_id=split.action_id,
        new_shares=split.new_shares,
        old_shares=split.old_shares,
        open_quantity=Quantity(Decimal(waits)),
        filled_quantity=Quantity(Decimal(one.filled)),
        bound_price=Price(Decimal(one.bound)),
        fee_bound=Money(one.fee),
        reason="the shares were split",
    )


def replaced(one: Order, new_id: OrderId) -> OrderReplaced:
    """Another order has taken the place of one."""
    return OrderReplaced(
        order_id=one.order_id,
        account_id=TRADER,
        symbol=ACME,
        open_quantity=Quantity(Decimal(one.open)),
        replacement_id=new_id,
    )
