"""What happens to accounts, of which their owners are told."""

from decimal import Decimal

from stopped_clock import StoppedClock

from bus.envelope import new_id
from events import MarginCallIssued, OrderFilled, OrderRejected, PriceAlertFired
from vocabulary import (
    AccountId,
    AlertKind,
    FillId,
    MarginCallKind,
    Money,
    OrderId,
    Price,
    Quantity,
    RejectionReason,
    Side,
    Symbol,
)

IBM = Symbol("IBM")


def fired(account_id: AccountId, at: StoppedClock) -> PriceAlertFired:
    """A price has crossed 230 dollars."""
    return PriceAlertFired(
        account_id=account_id,
        alert_id=new_id(),
        symbol=IBM,
        kind=AlertKind.CROSSES,
        level=Price(Decimal("230")),
        price=Price(Decimal("230.01")),
        repeats=False,
        fired_at=at.time,
    )


def filled(account_id: AccountId) -> OrderFilled:
    """The last 40 of 100 shares were sold."""
    return OrderFilled(
        account_id=account_id,
        order_id=OrderId(new_id()),
        symbol=IBM,
        fill_id=FillId(new_id()),
        side=Side.SELL,
        quantity=Quantity(Decimal(40)),
        price=Price(Decimal("229.50")),
        filled_quantity=Quantity(Decimal(100)),
        counterparty="market",
    )


def rejected(account_id: AccountId, rule: str) -> OrderRejected:
    """An order broke a rule."""
    reason = next(iter(RejectionReason))
    order_id = OrderId(new_id())
    return OrderRejected(
        account_id=account_id, order_id=order_id, symbol=IBM, reason=reason, rule=rule
    )


def called(account_id: AccountId, at: StoppedClock) -> MarginCallIssued:
    """Twelve and a half dollars are lacking."""
    dollars = Money(Decimal("12.50"))
    return MarginCallIssued(
        account_id=account_id,
        kind=MarginCallKind.MAINTENANCE,
        equity=dollars,
        required=dollars,
        lacking=dollars,
        due=at.time,
        market_time=at.time,
    )
