"""Orders that wait for a price: when they begin to, and who is let loose."""

from order.domain.exchange import words
from order.domain.exchange.floor import Floor
from order.domain.exchange.order import Order
from order.domain.exchange.sight import middle
from order.domain.lifecycle import Happening
from vocabulary import OrderType


def wait(floor: Floor, order: Order) -> None:
    """Let an order work that has to be triggered first."""
    floor.work(order, words.of_waiting(order.terms))
    _arm(floor, order)


def look(floor: Floor, order: Order) -> None:
    """Let an order loose that has begun to wait, if its price is there already.

    That is so by the last trade, as long as that is fresh, or by what is shown. A trailing stop has
    seen no better price yet than the one with which it begins.
    """
    watch, price = floor.watch, floor.fresh_price
    if not watch.is_armed(order):
        return
    stop = watch.stop(order)
    if price and (price >= stop if order.terms.is_buy else price <= stop):
        order.mark = watch.mark(order)
        watch.disarm(order)
        _let_loose(floor, order, stop)
    else:
        see_shown(floor)


def see_shown(floor: Floor) -> None:
    """Trigger those whose price is shown. Seeing it again changes nothing."""
    bid, ask = floor.shown.bids.top, floor.shown.asks.top
    see(floor, bid.price if bid else 0, ask.price if ask else 0)


def see(floor: Floor, low: int, high: int) -> None:
    """Trigger those whose price is there: the market bids ``low`` and asks ``high``."""
    for number, stop in floor.watch.see(low, high):
        order = floor.orders.get(number)
        if order is not None:
            order.mark = floor.watch.last_mark(order)
            _let_loose(floor, order, stop)
    if floor.blind and (floor.fresh_price or middle(floor.shown)):
        blind, floor.blind = floor.blind, {}
        for order in blind.values():
            _arm(floor, order)


def _arm(floor: Floor, order: Order) -> None:
    price = order.mark or floor.fresh_price or middle(floor.shown)
    if price or order.terms.order_type is not OrderType.TRAILING_STOP:
        floor.watch.arm(order, price)
    else:
        floor.blind[order.number] = order
        floor.journal.write(order, Happening.WAIT, "there is no price yet that it could follow")


def _let_loose(floor: Floor, order: Order, stop: int) -> None:
    order.is_triggered = True
    floor.journal.write(order, Happening.TRIGGER, words.of_trigger(stop))
    floor.trade(order)
