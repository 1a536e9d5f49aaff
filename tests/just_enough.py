"""Somebody who has exactly what his order holds, and whatever happens to it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from events import Event, OrderApproved
from order.commands.drafting import PlaceWish, written
from order.commands.telling import created
from order.domain.exchange.book import Book
from order.domain.exchange.inputs import act, place_item, replace_item
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Order
from order.domain.exchange.terms import Terms
from order.domain.record import OrderRecord
from order.domain.replacement import alone
from order.domain.ticket import Ticket
from order.domain.units import time_of
from order.domain.validation import Market
from order.handlers.outcomes import event_of
from order.repository.rows import new_row
from order.repository.wishes import terms_of
from risk.domain.account import TradingAccount
from risk.domain.limits import Limits
from risk.domain.rulebook import Rulebook
from risk.handlers import handlers
from vocabulary import (
    NO_SHARES,
    AccountId,
    AssetClass,
    Auction,
    ClientOrderId,
    InstrumentStatus,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Symbol,
)

COIN = Symbol("COIN")
TRADER, OTHER = AccountId(UUID(int=1)), AccountId(UUID(int=2))
NOW = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
PLENTY = Decimal(10**12)
SECOND = 1_000_000
UNIT = Decimal("0.0001")


class Replacing(NamedTuple):
    """What is to be different about the first order."""

    quantity: Quantity
    limit_price: Price


class Scene:
    """One trader, who has exactly what his first order holds and perhaps a little more."""

    def __init__(self, record: OrderRecord, spare: Decimal) -> None:
        self.asked = created(record)
        self.spare = spare
        self.record = record
        self.book = Book()
        self.now = SECOND
        self.count = 1000
        self.fills = 0
        self.account = self._account()

    def begin(self) -> None:
        """The order comes to the book."""
        (approved,) = handlers.handle(self.account, self.asked)
        assert isinstance(approved, OrderApproved)
        first, *exits = map(self._order, (self.record, *self.record.legs))
        self.tell(place_item(first, exits, self.record.ticket.order_class))

    def step(self, what: str, *how: Any) -> None:  # noqa: ANN401
        """Something happens."""
        self.now += SECOND
        match what:
            case "depth":
                self.tell(["d", COIN, self.now, *_depth(*how)])
            case "trade":
                self.tell(["t", COIN, self.now, *how, ""])
            case "auction":
                self.tell(["s", COIN, self.now, InstrumentStatus.OPENING_AUCTION.value])
                self.tell(["t", COIN, self.now, *how, Auction.OPENING.value])
                self.tell(["s", COIN, self.now, InstrumentStatus.TRADING.value])
            case "other":
                self._place_other(*how)
            case "replace":
                self._replace(Replacing(*how))
            case _:
                self.tell(["n", COIN, self.now, min(how), max(how)])

    def tell(self, item: list[Any]) -> None:
        """Tell the book, and risk what came of it."""
        self._hear(act(self.book, item))

    def _hear(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            event = event_of(COIN, outcome)
            if event is None or outcome.order.account_id != TRADER:
                continue
            list(self._told(event))
            self.fills += outcome.fill is not None
            assert (self.account.free_cash or 0) >= -self._rounded_away()
            assert self.account.free_shares.get(COIN, NO_SHARES) >= 0

    def _rounded_away(self) -> Decimal:
        """Dollars: what was given, each fill, and all that is held is rounded by itself."""
        return UNIT * (1 + self.fills + 2 * len(self.account.holders))

    def _told(self, event: Event) -> Iterable[Event]:
        return handlers.handle(self.account, event) if event.name in handlers.names else ()

    def _account(self) -> TradingAccount:
        """Somebody who can just afford it."""
        rich = _trader(PLENTY, PLENTY)
        assert [type(one) for one in handlers.handle(rich, self.asked)] == [OrderApproved]
        return _trader(rich.held_cash + self.spare, rich.held_shares(COIN))

    def _place_other(self, is_buy: bool, price: int, size: int) -> None:  # noqa: FBT001
        self.count += 1
        wish = Terms(is_buy, OrderType.LIMIT, size, price, model="touch/1", fees="none/1")
        self.tell(place_item(Order(OrderId(UUID(int=self.count)), OTHER, wish, self.now)))

    def _replace(self, what: Replacing) -> None:
        old = self.book.find(self.record.order_id)
        if old is None or self.record.ticket.notional is not None:
            return
        self.count += 1
        ticket = alone(self.record.ticket)._replace(quantity=what.quantity)
        if ticket.limit_price is not None:
            ticket = ticket._replace(limit_price=what.limit_price)
        new = record_of(ticket, self.count, self.record.fill_model, self.record.fees)
        new.replaces = old.order_id
        asked = created(new)
        if [type(one) for one in handlers.handle(self.account, asked)] == [OrderApproved]:
            self.tell(replace_item(old.order_id, self._order(new)))
            self.record = new

    def _order(self, record: OrderRecord) -> Order:
        terms = terms_of(new_row(record))
        return Order(record.order_id, record.account_id, terms, self.now)


def _depth(bids: list[tuple[int, int]], asks: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    best = min((price for price, _ in asks), default=10**18)
    below = {price: size for price, size in bids if price < best}
    return [sorted(below.items(), reverse=True), sorted(dict(asks).items())]


def _trader(cash: Decimal, shares: Decimal) -> TradingAccount:
    rulebook = Rulebook(Limits(Money(Decimal(10**15))))
    return TradingAccount(TRADER, rulebook, Money(cash), {COIN: Quantity(shares)})


def record_of(ticket: Ticket, number: int, model: str, schedule: str) -> OrderRecord:
    market = Market(
        bid=Price(Decimal("9.99")),
        ask=Price(Decimal("10.01")),
        last=Price(Decimal(10)),
        asset_class=AssetClass.CRYPTO,
    )
    legs = tuple(OrderId(UUID(int=number * 10 + place)) for place, _ in enumerate(ticket.exits))
    order_id = OrderId(UUID(int=number))
    wish = PlaceWish(order_id, TRADER, ClientOrderId(str(number)), ticket, market, legs)
    record = written(wish, market, NOW)
    assert isinstance(record, OrderRecord)
    for one in (record, *record.legs):
        one.fill_model, one.fees, one.market_time = model, schedule, time_of(SECOND)
    return record
