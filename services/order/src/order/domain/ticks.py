"""Which prices an order may name, and how far a market order may run.

Ticks are those of Alpaca (SEC Rule 612): cents from one dollar up, hundredths of a cent below.
Symbols will have ticks of their own one day; nothing outside this module knows how large a tick is.
"""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal

from vocabulary import PRICE_PLACES, QUANTITY_PLACES, Money, Price, Quantity, Side

_TICK = Decimal("0.01")
_TICK_BELOW_A_DOLLAR = Decimal("0.0001")
_LEAST = Decimal(1).scaleb(-PRICE_PLACES)
_LEAST_SHARE = Decimal(1).scaleb(-QUANTITY_PLACES)
_EXACT = Context(prec=60)
_PROTECTION = {Side.BUY: Decimal("1.05"), Side.SELL: Decimal("0.95")}
_AWAY = {Side.BUY: ROUND_CEILING, Side.SELL: ROUND_FLOOR}


def tick_at(price: Decimal) -> Decimal:
    """The step between two prices at ``price``; dollars per share."""
    return _TICK if price >= 1 else _TICK_BELOW_A_DOLLAR


def is_on_tick(price: Price) -> bool:
    """Whether an order may name ``price``, in dollars per share."""
    return not price % tick_at(price)


def protection_price(side: Side, reference: Price) -> Price:
    """The worst price at which a market order may trade: 5 % beyond what the market showed.

    Dollars per share, rounded away from ``reference`` to a tick, and never zero.
    """
    beyond = reference * _PROTECTION[side]
    return Price(max(beyond.quantize(tick_at(beyond), _AWAY[side]), _LEAST))


def shares_for(money: Money, price: Price) -> Quantity:
    """What ``money`` buys at ``price`` dollars per share, and nothing more; perhaps no share."""
    return Quantity(_EXACT.divide(money, price).quantize(_LEAST_SHARE, ROUND_DOWN, _EXACT))
