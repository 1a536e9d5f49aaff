"""One order of any kind, near the prices of the moment. Not every one makes sense."""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from order.domain.ticket import Exit, Ticket
from order.domain.units import price_of, time_of
from recorded.ticks import Tick
from vocabulary import Money, OrderClass, OrderType, Price, Quantity, Side, Symbol, TimeInForce

CENT = Decimal("0.01")
_TYPES = {
    OrderType.MARKET: 4,
    OrderType.LIMIT: 10,
    OrderType.STOP: 3,
    OrderType.STOP_LIMIT: 3,
    OrderType.TRAILING_STOP: 4,
}
_LIVES = {
    TimeInForce.DAY: 6,
    TimeInForce.GTC: 3,
    TimeInForce.GTD: 2,
    TimeInForce.IOC: 2,
    TimeInForce.FOK: 2,
    TimeInForce.OPG: 1,
    TimeInForce.CLS: 1,
}
_CLASSES = {
    OrderClass.SIMPLE: 10,
    OrderClass.BRACKET: 2,
    OrderClass.OCO: 2,
    OrderClass.OTO: 2,
}
_SIZES = ("1", "30", "100", "100", "200", "500", "1700", "6000", "0.5", "12.345678901", "money")


def draw_ticket(draw: Random, symbol: Symbol, shown: Tick, at: int, ends: int) -> Ticket:
    """What somebody writes on an order when the market shows that."""
    side, kind = draw.choice([*Side]), _drawn(draw, _TYPES)
    order_class = _drawn(draw, _CLASSES)
    lives = _drawn(draw, _LIVES)
    size = draw.choice(_SIZES)
    is_money = size == "money"
    near = Decimal(shown.ask if side is Side.BUY else shown.price).scaleb(-8)
    wish = Ticket(
        symbol,
        side,
        kind,
        None if is_money else Quantity(Decimal(size)),
        notional=Money(Decimal(draw.choice(["250", "9000"]))) if is_money else None,
        time_in_force=lives,
        order_class=order_class,
        expires_at=_expiry(draw, at, ends) if lives is TimeInForce.GTD else None,
        **_prices(draw, kind, near, 1 if side is Side.BUY else -1),
    )
    if order_class is not OrderClass.SIMPLE:
        return _with_exits(draw, wish, near)
    return wish._replace(**_more(draw, wish)) if kind is OrderType.LIMIT else wish


def _drawn(draw: Random, chances: dict[Any, int]) -> Any:  # noqa: ANN401
    return draw.choices([*chances], [*chances.values()])[0]


def _expiry(draw: Random, at: int, ends: int) -> Any:  # noqa: ANN401
    return time_of(at + (ends - at) // draw.choice([2, 9, 40])) + timedelta(milliseconds=1)


def _prices(draw: Random, kind: OrderType, near: Decimal, sign: int) -> dict[str, Any]:
    limit = _price(near + sign * draw.choice([-4, -2, -1, -1, 0, 0, 1, 3]) * CENT)
    stop = _price(near + sign * draw.choice([1, 2, 3, 6, 15]) * CENT)
    match kind:
        case OrderType.MARKET:
            return {}
        case OrderType.LIMIT:
            return {"limit_price": limit}
        case OrderType.STOP:
            return {"stop_price": stop}
        case OrderType.STOP_LIMIT:
            return {"stop_price": stop, "limit_price": _price(stop + sign * 2 * CENT)}
        case OrderType.TRAILING_STOP:
            return _trail(draw)


def _trail(draw: Random) -> dict[str, Any]:
    if draw.random() < 0.5:
        return {"trail_price": _price(draw.choice([2, 5, 20]) * CENT)}
    return {"trail_percent": Decimal(draw.choice(["0.1", "0.25", "0.5"]))}


def _with_exits(draw: Random, wish: Ticket, near: Decimal) -> Ticket:
    """A profit and a loss a few cents away; a loss that is stopped at a price, or trails."""
    sign = 1 if wish.exit_side is Side.SELL else -1
    entry = near if wish.limit_price is None else wish.limit_price
    profit = _price(entry + sign * draw.choice([2, 4, 9]) * CENT)
    stop = _price(min(entry * sign, near * sign) * sign - sign * draw.choice([3, 6, 12]) * CENT)
    loss = draw.choice(
        [
            Exit(stop_price=stop),
            Exit(_price(stop - sign * 3 * CENT), stop),
            Exit(**_trail(draw)),
        ]
    )
    if wish.order_class is OrderClass.OCO:
        return wish._replace(limit_price=profit, stop_loss=loss)
    if wish.order_class is OrderClass.OTO and draw.random() < 0.5:
        return wish._replace(take_profit=Exit(profit))
    if wish.order_class is OrderClass.OTO:
        return wish._replace(stop_loss=loss)
    return wish._replace(take_profit=Exit(profit), stop_loss=loss)


def _more(draw: Random, wish: Ticket) -> dict[str, Any]:
    match draw.randrange(8):
        case 0:
            return {"post_only": True}
        case 1:
            return {"reduce_only": True}
        case 2 if wish.quantity is not None:
            return {"display_quantity": Quantity(max(wish.quantity // 5, Decimal(1)))}
        case 3:
            return {"extended_hours": True}
        case _:
            return {}


def _price(dollars: Decimal) -> Price:
    return Price(price_of(int(dollars.scaleb(8))))
