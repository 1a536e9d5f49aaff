"""Which prices an order may name, and how far one without a limit may run.

Ticks are those of Alpaca (SEC Rule 612) where a symbol has none of its own: cents from one dollar
up, hundredths of a cent below.
"""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal

from vocabulary.enumerations import Side
from vocabulary.numbers import PRICE_PLACES, QUANTITY_PLACES, Money, Price, Quantity

_TICK = Decimal("0.01")
_TICK_BELOW_A_DOLLAR = Decimal("0.0001")
_LEAST = Decimal(1).scaleb(-PRICE_PLACES)
_LEAST_SHARE = Decimal(1).scaleb(-QUANTITY_PLACES)
_EXACT = Context(prec=60)
_PROTECTION = Decimal("0.05")
_CHEAP = Decimal(50)
_COLLAR_OF_CHEAP, _COLLAR = Decimal("0.04"), Decimal("0.025")
_AWAY = {Side.BUY: ROUND_CEILING, Side.SELL: ROUND_FLOOR}


def tick_at(price: Decimal) -> Decimal:
    """The usual step between two prices at ``price``; dollars per share."""
    return _TICK if price >= 1 else _TICK_BELOW_A_DOLLAR


def protection_price(side: Side, reference: Price, tick: Decimal | None = None) -> Price:
    """The worst price at which a market order may trade: 5 % beyond what the market showed.

    Dollars per share, rounded away from ``reference`` to a tick, and never zero.
    """
    return _beyond(side, reference, _PROTECTION, tick)


def collar_price(side: Side, stop: Price, tick: Decimal | None = None) -> Price:
    """The worst price at which a stop order may trade; dollars per share.

    A buy pays 2.5 % more than its stop, 4 % below $50, rounded up to a tick. A sale is to get out,
    and takes what it gets: a bound would leave it behind just when the price falls through its
    stop.
    """
    if side is Side.SELL:
        return Price(_LEAST)
    return _beyond(side, stop, _COLLAR_OF_CHEAP if stop < _CHEAP else _COLLAR, tick)


def first_stop(side: Side, price: Price, trail: Price | None, percent: Decimal | None) -> Price:
    """Where a trailing stop stands that begins to follow at ``price``; never zero."""
    distance = trail or price * (percent or 0) / 100
    stop = price + distance if side is Side.BUY else price - distance
    return Price(max(stop, _LEAST))


def shares_for(money: Money, price: Price) -> Quantity:
    """What ``money`` buys at ``price`` dollars per share, and nothing more; perhaps no share."""
    return Quantity(_EXACT.divide(money, price).quantize(_LEAST_SHARE, ROUND_DOWN, _EXACT))


def _beyond(side: Side, price: Price, part: Decimal, tick: Decimal | None) -> Price:
    worst = price * (1 + part if side is Side.BUY else 1 - part)
    step = tick or tick_at(worst)
    ticks = _EXACT.divide(worst, step).to_integral_value(_AWAY[side])
    return Price(max(ticks * step, _LEAST))
