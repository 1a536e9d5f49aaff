"""An exchange to try things on: prices, sizes and seconds are short texts and whole numbers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypedDict, Unpack
from uuid import UUID

from order.domain.core.shown import Offer
from order.domain.exchange.book import Book
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Fill, Order
from order.domain.exchange.terms import Terms
from order.domain.lifecycle import Step
from order.domain.units import SECOND, price_text, price_units, size_text, size_units
from vocabulary import (
    AccountId,
    Auction,
    OrderClass,
    OrderId,
    OrderType,
    Price,
    Quantity,
    TimeInForce,
)


def price(text: str) -> int:
    """Dollars, in units."""
    return price_units(Price(Decimal(text)))


def size(text: str) -> int:
    """Shares, in units."""
    return size_units(Quantity(Decimal(text)))


def offer(text: str | None) -> Offer | None:
    """``300@10.02``: a size at a price."""
    if not text:
        return None
    shares, _, dollars = text.partition("@")
    return price(dollars), size(shares)


def offers(text: str) -> list[Offer]:
    """``300@10.02 100@10.03``: sizes at prices, best first."""
    return [one for one in map(offer, text.split()) if one is not None]


class Wish(TypedDict, total=False):
    """What may be said beside side, size and price."""

    order_type: OrderType
    time_in_force: TimeInForce
    stop: str
    trail: str
    trail_percent: int
    display: str
    money: int
    is_post_only: bool
    is_reduce_only: bool
    is_extended: bool
    expires: int
    model: str


class Change(TypedDict, total=False):
    """What a replacement may change."""

    size: int
    bound: int
    trail: int
    expires: int
    money: int
    is_buy: bool
    model: str


def terms(side: str, shares: str, bound: str = "", **more: Unpack[Wish]) -> Terms:
    """A wish; a limit order if a price is named and nothing else is said."""
    return Terms(
        is_buy=side == "buy",
        order_type=more.get("order_type", OrderType.LIMIT if bound else OrderType.MARKET),
        size=size(shares),
        bound=price(bound or "0"),
        time_in_force=more.get("time_in_force", TimeInForce.DAY),
        money=more.get("money", 0),
        stop=price(more.get("stop", "0")),
        trail=price(more.get("trail", "0")),
        trail_percent=more.get("trail_percent", 0),
        display=size(more.get("display", "0")),
        is_post_only=more.get("is_post_only", False),
        is_reduce_only=more.get("is_reduce_only", False),
        is_extended=more.get("is_extended", False),
        expires=more.get("expires", 0),
        model=more.get("model", "touch/1"),
        fees="none/1",
    )


class Trying:
    """A book, and all that it said. ``now`` is in seconds."""

    def __init__(self) -> None:
        self.book: Book = Book()
        self.now = 0.0
        self.steps: defaultdict[OrderId, list[Step]] = defaultdict(list)
        self.fills: list[Fill] = []
        self._made = 0

    def order(self, wish: Terms, account: int = 0) -> Order:
        """An order that is not placed yet; by a trader of its own, if no other is named."""
        self._made += 1
        account_id = AccountId(UUID(int=account or 1000 + self._made))
        return Order(OrderId(UUID(int=self._made)), account_id, wish, self.at)

    def place(
        self, wish: Terms, *, account: int = 0, draw: int = 0, reducible: int | None = None
    ) -> Order:
        """Place an order."""
        order = self.order(wish, account)
        self.hear(self.book.place(order, draw=draw, reducible=reducible))
        return order

    def buy(self, shares: str, bound: str = "", *, account: int = 0, **more: Unpack[Wish]) -> Order:
        """Place an order to buy."""
        return self.place(terms("buy", shares, bound, **more), account=account)

    def sell(
        self, shares: str, bound: str = "", *, account: int = 0, **more: Unpack[Wish]
    ) -> Order:
        """Place an order to sell."""
        return self.place(terms("sell", shares, bound, **more), account=account)

    def group(self, kind: OrderClass, *wishes: Terms) -> list[Order]:
        """Place orders that belong together."""
        orders = [self.order(wish, account=7) for wish in wishes]
        self.hear(self.book.place(orders[0], exits=orders[1:], kind=kind))
        return orders

    def cancel(self, order: Order) -> None:
        """Cancel an order."""
        self.hear(self.book.cancel(order.order_id, self.at))

    def replace(self, order: Order, **changes: Unpack[Change]) -> Order:
        """Replace an order by one with other terms."""
        new = self.order(replace(order.terms, **changes))
        new.account_id = order.account_id
        self.hear(self.book.replace(order.order_id, new))
        return new

    def quote(self, bid: str | None, ask: str | None) -> None:
        """The market shows its best."""
        self.hear(self.book.quote(self.at, offer(bid), offer(ask)))

    def depth(self, bids: str, asks: str) -> None:
        """The market shows all."""
        self.hear(self.book.depth(self.at, offers(bids), offers(asks)))

    def trade(self, what: str, auction: Auction | None = None) -> None:
        """The market traded."""
        found = offer(what)
        assert found is not None
        self.hear(self.book.trade(self.at, *found, auction))

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        self.hear(self.book.clock(self.at))

    @property
    def at(self) -> int:
        """Now, as the book counts."""
        return round(self.now * SECOND)

    def hear(self, outcomes: Sequence[Outcome]) -> None:
        """Keep what the book said."""
        for order, step, fill in outcomes:
            self.steps[order.order_id].append(step)
            if fill is not None:
                self.fills.append(fill)

    def traded(self, order: Order) -> list[str]:
        """What an order traded: ``100@10.02``."""
        return [
            f"{size_text(fill.size)}@{price_text(fill.price)}"
            for fill in self.fills
            if fill.order is order
        ]

    def why(self, order: Order) -> str:
        """The reason for the last step."""
        return self.steps[order.order_id][-1].reason

    def life(self, order: Order) -> list[str]:
        """The states that an order went through."""
        return [str(step.status) for step in self.steps[order.order_id]]
