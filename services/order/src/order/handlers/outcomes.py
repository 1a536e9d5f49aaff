"""What came of orders on the book, as events."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from events import (
    Event,
    OrderAccepted,
    OrderAdjusted,
    OrderCanceled,
    OrderExpired,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
    OrderUpdated,
)
from order.domain.bounds import fee_bound
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Order
from order.domain.lifecycle import Happening
from order.domain.pit.wanted import fill_id
from order.domain.units import fee_of, price_of, quantity_of, time_of
from vocabulary import (
    OrderId,
    OrderType,
    Price,
    Quantity,
    RejectedBy,
    RejectionReason,
    Side,
    Symbol,
)

IN_LINE = "waits at "
"""So begins what the book says of an order that rests at its price."""
Facts = dict[str, Any]
Say = Callable[[Outcome, Facts], Event | None]


def event_of(symbol: Symbol, outcome: Outcome, asked: int | None = None) -> Event | None:
    """What the bus is told of an outcome; ``None`` where nobody but the owner may want to know.

    What becomes of a wish says the time of the wish: that of the order, or when its cancel was
    ``asked`` for, in microseconds of market time.
    """
    order = outcome.order
    facts: Facts = {
        "order_id": order.order_id,
        "account_id": order.account_id,
        "symbol": symbol,
        "market_time": time_of(order.placed if asked is None else asked),
    }
    return _SAID.get(outcome.step.happening, _updated)(outcome, facts)


def group_of(order: Order) -> OrderId | None:
    """The order whose exit this is."""
    group = order.group
    if group is None:
        return None
    first = group.exits[0] if group.entry is None else group.entry
    return None if first is order else first.order_id


def _accepted(_outcome: Outcome, facts: Facts) -> Event:
    return OrderAccepted.model_construct(**facts)


def _filled(outcome: Outcome, facts: Facts) -> Event | None:
    order, fill = outcome.order, outcome.fill
    if fill is None:
        return None
    facts |= {
        "market_time": time_of(fill.time),
        "fill_id": fill_id(fill),
        "side": Side.BUY if order.terms.is_buy else Side.SELL,
        "quantity": quantity_of(fill.size),
        "price": price_of(fill.price),
        "filled_quantity": quantity_of(fill.filled),
        "counterparty": "trader" if fill.with_trader else "market",
        "bid": price_of(fill.bid) if fill.bid else None,
        "ask": price_of(fill.ask) if fill.ask else None,
        "fee": fee_of(fill.fee),
        "group_id": group_of(order),
    }
    if fill.open:
        return OrderPartiallyFilled.model_construct(**facts, open_quantity=quantity_of(fill.open))
    return OrderFilled.model_construct(**facts)


def _ended(kind: type[OrderCanceled | OrderExpired]) -> Say:
    def say(outcome: Outcome, facts: Facts) -> Event:
        return kind.model_construct(**facts, **_rest(outcome))

    return say


def _replaced(outcome: Outcome, facts: Facts) -> Event:
    by = outcome.order.replaced_by
    return OrderReplaced.model_construct(**facts, **_rest(outcome), replacement_id=by)


def _rejected(outcome: Outcome, facts: Facts) -> Event:
    return OrderRejected.model_construct(
        **facts,
        rejected_by=RejectedBy.BOOK,
        reason=RejectionReason.REFUSED_BY_BOOK,
        rule=outcome.step.reason,
    )


def _waiting(outcome: Outcome, facts: Facts) -> Event | None:
    """A limit order that stands in line does what everybody expects of it."""
    return None if outcome.step.reason.startswith(IN_LINE) else _updated(outcome, facts)


def _received(outcome: Outcome, facts: Facts) -> Event | None:
    """An order that is on its way is heard of soon enough."""
    return None if "milliseconds" in outcome.step.figures else _updated(outcome, facts)


def _updated(outcome: Outcome, facts: Facts) -> Event:
    order, step = outcome.order, outcome.step
    return OrderUpdated.model_construct(
        **facts,
        status=step.status,
        reason=step.reason,
        open_quantity=quantity_of(order.open) if step.happening is Happening.SHRINK else None,
        group_id=group_of(order),
    )


def _adjusted(outcome: Outcome, facts: Facts) -> Event:
    """As it was right then: more may have happened to the order since."""
    order, said = outcome.order, outcome.step.figures
    side = Side.BUY if order.terms.is_buy else Side.SELL
    bound, most = Price(Decimal(said["bound"])), Quantity(Decimal(said["open"]))
    has_limit = order.terms.order_type in {OrderType.LIMIT, OrderType.STOP_LIMIT}
    facts |= {
        "market_time": time_of(int(said["effective"])),
        "action_id": UUID(said["action"]),
        "new_shares": Quantity(Decimal(said["new"])),
        "old_shares": Quantity(Decimal(said["old"])),
        "open_quantity": Quantity(Decimal(said["waits"])),
        "filled_quantity": Quantity(Decimal(said["filled"])),
        "limit_price": _price(said["limit"]) if has_limit else None,
        "stop_price": _price(said["stop"]),
        "trail_price": _price(said["trail"]),
        "bound_price": bound,
        "fee_bound": fee_bound(order.terms.fees, side, most, bound),
        "reason": outcome.step.reason,
        "group_id": group_of(order),
    }
    return OrderAdjusted.model_construct(**facts)


def _price(text: str) -> Price | None:
    return Price(Decimal(text)) if Decimal(text) else None


def _rest(outcome: Outcome) -> Facts:
    order = outcome.order
    return {
        "open_quantity": quantity_of(max(order.open, 0)),
        "reason": outcome.step.reason,
        "group_id": group_of(order),
    }


_SAID: dict[Happening, Say] = {
    Happening.ACCEPT: _received,
    Happening.OPEN: _accepted,
    Happening.WAIT: _waiting,
    Happening.FILL: _filled,
    Happening.COMPLETE: _filled,
    Happening.ADJUST: _adjusted,
    Happening.CANCEL: _ended(OrderCanceled),
    Happening.EXPIRE: _ended(OrderExpired),
    Happening.REPLACE: _replaced,
    Happening.REJECT: _rejected,
}
