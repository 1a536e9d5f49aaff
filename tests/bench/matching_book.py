"""The whole exchange of one symbol on the flow: lifes, reasons, fees and fills, as it trades.

An order is placed with its plain terms, as the engine does it, and every step is told.
"""

from random import Random
from uuid import UUID

from bench.matching_flow import CENT, SHARE, Flow, Op, p99, timed
from order.domain.exchange.book import Book
from order.domain.exchange.inputs import act, digest, fill_line
from order.domain.exchange.order import Order
from order.domain.exchange.terms import Terms
from order.domain.units import MILLISECOND
from vocabulary import AccountId, OrderId, OrderType, TimeInForce

_MODELS = ("touch/1", "realistic/1", "adverse/1")


class Whole:
    """A book, and how many fills it has told of."""

    def __init__(self) -> None:
        self.book: Book = Book()
        self.fills = 0

    def do(self, op: Op) -> bool:
        """Place or cancel; false if there was nothing to cancel."""
        order_id = OrderId(UUID(int=op.key))
        if not op.size:
            said = self.book.cancel(order_id, 0)
            return bool(said)
        terms = Terms(
            is_buy=op.is_buy,
            order_type=OrderType.LIMIT,
            size=op.size * SHARE,
            bound=op.price * CENT,
            time_in_force=TimeInForce.GTC,
            model="touch/1",
        )
        for outcome in self.book.place(Order(order_id, AccountId(order_id), terms, 0)):
            self.fills += outcome.fill is not None
        return True


def whole(orders: Flow) -> tuple[float, float]:
    """Seconds, and the 99th percentile of one operation in microseconds."""
    engine = Whole()
    for op in orders.resting:
        engine.do(op)
    seconds, _ = timed(engine.do, orders.ops)
    return seconds, p99(Whole().do, orders)


def golden_book(count: int = 3_000) -> str:
    """The fills of a long mixed day of a whole book, as a hash."""
    dice, book, lines = Random(7), Book(), list[str]()  # noqa: S311  # not a secret
    for number in range(1, count + 1):
        now, price = number * 10 * MILLISECOND, (10_000 + dice.randrange(-12, 13)) * CENT
        if number % 3:
            said = book.place(_any_order(dice, number, price, now))
        elif number % 2:
            said = act(book, ["t", "X", now, price, dice.randrange(1, 9) * SHARE, ""])
        else:
            bids = [[price - n * CENT, dice.randrange(1, 9) * SHARE] for n in range(1, 4)]
            asks = [[price + n * CENT, dice.randrange(1, 9) * SHARE] for n in range(1, 4)]
            said = act(book, ["d", "X", now, bids, asks])
        lines += [fill_line(one.fill) for one in said if one.fill is not None]
    return digest(lines)


def _any_order(dice: Random, number: int, price: int, now: int) -> Order:
    terms = Terms(
        is_buy=dice.random() < 0.5,
        order_type=dice.choice([*OrderType]),
        size=dice.randrange(1, 30) * SHARE,
        bound=price,
        time_in_force=dice.choice([TimeInForce.DAY, TimeInForce.IOC, TimeInForce.FOK]),
        stop=price,
        trail=dice.randrange(1, 5) * CENT,
        display=dice.choice([0, 0, 2]) * SHARE,
        model=dice.choice(_MODELS),
    )
    account = AccountId(UUID(int=dice.randrange(20)))
    return Order(OrderId(UUID(int=number)), account, terms, now)
