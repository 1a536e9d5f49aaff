"""What an order, as it is told of, asks an account to commit, and what rules ask of it."""

from datetime import datetime

from events.order_facts import OrderTerms
from risk.domain.commitment import Wish
from risk.domain.hold import Exits, Hold
from risk.domain.stopping import Stopping
from risk.domain.terms import Terms
from vocabulary import NO_SHARES, LegRole, Money, OrderClass, Side, TimeInForce
from vocabulary.ticks import first_stop

WITHIN = {TimeInForce.DAY, TimeInForce.IOC, TimeInForce.FOK, TimeInForce.OPG, TimeInForce.CLS}
"""Orders that do not live beyond the session."""


def wish_of(order: OrderTerms) -> Wish:
    """What the order commits."""
    hold = Hold(
        order.order_id,
        order.symbol,
        order.side,
        order.quantity,
        order.bound_price,
        order.fee_bound,
        order.notional if order.side is Side.BUY else None,
    )
    exits = _exits(order) if order.legs or order.order_class is OrderClass.OCO else None
    return Wish(hold, exits, order.replaces)


def terms_of(order: OrderTerms, at: datetime | None, *, forced: bool = False) -> Terms:
    """What rules ask of the order besides; it was placed ``at`` a market time."""
    return Terms(
        order.limit_price,
        order.reference_price,
        at,
        order.extended_hours or order.time_in_force not in WITHIN,
        forced,
    )


def stopping_of(order: OrderTerms) -> Stopping | None:
    """Where its own stop loss would end it; an OCO has its entry behind it."""
    leg = next((one for one in order.legs if one.role is LegRole.STOP_LOSS), None)
    entry = order.limit_price or order.stop_price or order.reference_price
    if leg is None or entry is None or order.order_class is OrderClass.OCO:
        return None
    stop = leg.stop_price
    if stop is None and (leg.trail_price or leg.trail_percent):
        stop = first_stop(order.side.opposite, entry, leg.trail_price, leg.trail_percent)
    fees = Money(order.fee_bound + leg.fee_bound)
    return None if stop is None else Stopping(order.side, entry, stop, fees)


def _exits(order: OrderTerms) -> Exits:
    """The exits that an order comes with; of an OCO it is one itself, and trades as they do."""
    is_oco = order.order_class is OrderClass.OCO
    side = order.side if is_oco else order.side.opposite
    bounds = {order.order_id: order.bound_price} if is_oco else {}
    fees = {order.order_id: order.fee_bound} if is_oco else {}
    for leg in order.legs:
        named = leg.bound_price or leg.limit_price or leg.stop_price
        bounds[leg.order_id] = named or order.bound_price
        fees[leg.order_id] = leg.fee_bound
    return Exits(
        order.order_id,
        order.symbol,
        side,
        order.quantity if is_oco else NO_SHARES,
        bounds,
        fees,
    )
