"""What became of orders at brokers, as events: the same that the book says of its own."""

from collections.abc import Callable
from typing import Any

from events import (
    Event,
    OrderAccepted,
    OrderCanceled,
    OrderExpired,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
    OrderUpdated,
)
from order.domain.lifecycle import Happening
from order.domain.routing.routed import Happened, Routed
from order.repository.routed_fates import fill_id
from vocabulary import RejectedBy, RejectionReason

Facts = dict[str, Any]


def event_of(one: Routed, happened: Happened) -> Event:
    """What the bus is told. What becomes of a wish says the time of the wish, a fill its own."""
    facts: Facts = {
        "order_id": one.order_id,
        "account_id": one.account_id,
        "symbol": one.symbol,
        "market_time": one.market_time,
    }
    return _SAID.get(happened.step.happening, _updated)(one, happened, facts)


def _accepted(_one: Routed, _happened: Happened, facts: Facts) -> Event:
    return OrderAccepted(**facts)


def _filled(one: Routed, happened: Happened, facts: Facts) -> Event:
    trade = happened.trade
    if trade is None:
        return _updated(one, happened, facts)
    facts |= {
        "market_time": trade.execution.time,
        "fill_id": fill_id(one, trade),
        "side": one.side,
        "quantity": trade.execution.quantity,
        "price": trade.execution.price,
        "filled_quantity": trade.execution.upto,
        "counterparty": "market",
        "group_id": one.parent_id,
    }
    if trade.open:
        return OrderPartiallyFilled(**facts, open_quantity=trade.open)
    return OrderFilled(**facts)


def _canceled(one: Routed, happened: Happened, facts: Facts) -> Event:
    return OrderCanceled(**facts, **_rest(one, happened))


def _expired(one: Routed, happened: Happened, facts: Facts) -> Event:
    return OrderExpired(**facts, **_rest(one, happened))


def _replaced(one: Routed, happened: Happened, facts: Facts) -> Event:
    facts |= {"replacement_id": one.replaced_by}
    return OrderReplaced(**facts, **_rest(one, happened))


def _rejected(_one: Routed, happened: Happened, facts: Facts) -> Event:
    return OrderRejected(
        **facts,
        rejected_by=RejectedBy.BROKER,
        reason=RejectionReason.REFUSED_BY_BROKER,
        rule=happened.step.reason,
    )


def _updated(one: Routed, happened: Happened, facts: Facts) -> Event:
    step = happened.step
    return OrderUpdated(
        **facts,
        status=step.status,
        reason=step.reason,
        open_quantity=one.open if step.happening is Happening.SHRINK else None,
        group_id=one.parent_id,
    )


def _rest(one: Routed, happened: Happened) -> Facts:
    return {
        "open_quantity": one.open,
        "reason": happened.step.reason,
        "group_id": one.parent_id,
    }


_SAID: dict[Happening, Callable[[Routed, Happened, Facts], Event]] = {
    Happening.OPEN: _accepted,
    Happening.FILL: _filled,
    Happening.COMPLETE: _filled,
    Happening.CANCEL: _canceled,
    Happening.EXPIRE: _expired,
    Happening.REPLACE: _replaced,
    Happening.REJECT: _rejected,
}
