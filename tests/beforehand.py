"""An account under rules, asked what would become of an order, and told what did."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from events import (
    Event,
    MarketClock,
    MarketSnapshot,
    OrderApproved,
    OrderCanceled,
    OrderCreated,
    OrderFilled,
    Quote,
)
from order.api.market import market_of
from order.commands.drafting import PlaceWish, written
from order.commands.telling import created
from order.domain.record import OrderRecord
from order.domain.ticket import Ticket
from risk.domain.account import TradingAccount
from risk.domain.assessing import estimate
from risk.domain.limits import Limits
from risk.domain.profile import Profile
from risk.domain.rulebook import Rulebook, Scope
from risk.handlers import handlers
from risk.queries.floor import Floor
from risk.schemas.estimates import EstimateRequest, EstimateResponse
from vocabulary import (
    AccountId,
    ClientOrderId,
    ClockState,
    FillId,
    MarginType,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    SessionPhase,
    Side,
    Symbol,
    TimeInForce,
)

TRADER = AccountId(UUID(int=1))
MONDAY = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
SYMBOLS = [Symbol("ACME"), Symbol("BOLT")]


class Asked(NamedTuple):
    """What a trader types: so many shares, or for so many dollars."""

    symbol: Symbol
    side: Side
    size: Quantity
    money: Money | None
    limit: Price | None
    lives: TimeInForce


class Scene:
    """A market, an account under rules, and what the order service says of its orders."""

    def __init__(self, margin: MarginType, cash: Money, rules: Limits, layer: Limits) -> None:
        self.floor, self.now, self.ids = Floor(), MONDAY, count(1)
        self.phase = SessionPhase.REGULAR
        layers = {(Scope.ACCOUNT, str(TRADER)): layer}
        self.rulebook = rulebook = Rulebook(rules, layers=layers)
        profile = Profile(margin=margin)
        self.account = TradingAccount(TRADER, rulebook, profile=profile, market=self.floor)
        self.account.open(cash)
        for symbol in SYMBOLS:
            self.quote(symbol, Price(Decimal(10)))
        self.tell_time()
        shown = MarketSnapshot(time=self.now, complete=True, symbols=[])
        self.floor.prices.arrived("test", [shown])

    def happen(self, what: str, *how: Any) -> None:  # noqa: ANN401
        match what:
            case "order":
                self.place_and(*how)
            case "turn":
                self.turn(*how)
            case "market":
                self.quote(*how)
            case "time":
                self.now += timedelta(seconds=how[0])
                self.tell_time()
            case _:
                (self.phase,) = how
                self.tell_time()

    def turn(self, symbol: Symbol, times: int) -> None:
        """Buy and sell so many times on one day."""
        for _ in range(times):
            for side in Side:
                one = Quantity(Decimal(1))
                self.place_and(Asked(symbol, side, one, None, None, TimeInForce.DAY), "fills")

    def quote(self, symbol: Symbol, middle: Price) -> None:
        tick, size = Decimal("0.01"), Quantity(Decimal(100))
        bid, ask = Price(middle - tick), Price(middle + tick)
        at = {"symbol": symbol, "sequence": next(self.ids), "time": self.now}
        said = Quote.model_validate(
            at | {"bid": bid, "bid_size": size, "ask": ask, "ask_size": size}
        )
        self.floor.prices.arrived("test", [said])

    def tell_time(self) -> None:
        clock = MarketClock(
            time=self.now,
            state=ClockState.PAUSED,
            feed="test",
            session_open=self.phase is not SessionPhase.CLOSED,
            phase=self.phase,
            exchange_phase=self.phase,
        )
        self.floor.prices.arrived("test", [clock])

    def asked(self, order: Asked) -> OrderCreated:
        """The order as the order service says it."""
        ticket = Ticket(
            order.symbol,
            order.side,
            OrderType.LIMIT if order.limit else OrderType.MARKET,
            None if order.money else order.size,
            order.limit,
            notional=order.money,
            time_in_force=order.lives,
        )
        market = market_of(self.floor.prices, order.symbol)
        order_id = OrderId(UUID(int=next(self.ids)))
        name = ClientOrderId(str(order_id))
        wish = PlaceWish(order_id, TRADER, name, ticket, market)
        assert market is not None
        record = written(wish, market, self.now)
        assert isinstance(record, OrderRecord)
        return created(record)

    def estimated(self, order: Asked, fee: Money) -> EstimateResponse:
        """What risk says beforehand."""
        body = EstimateRequest(
            symbol=order.symbol,
            side=order.side,
            quantity=None if order.money else order.size,
            notional=order.money,
            limit_price=order.limit,
            time_in_force=order.lives,
            fee=fee,
        )
        wish = body.wish(OrderId(UUID(int=next(self.ids))), self.floor.prices)
        return EstimateResponse.of(estimate(self.account, wish, body.terms(self.floor.prices)))

    def hear(self, event: Event) -> list[Event]:
        return list(handlers.handle(self.account, event))

    def place_and(self, order: Asked, then: str) -> None:
        asked = self.asked(order)
        if not isinstance(self.hear(asked)[0], OrderApproved) or then == "rests":
            return
        for event in self.outcome(asked, then):
            self.hear(event)

    def outcome(self, asked: OrderCreated, then: str) -> Iterator[Event]:
        about = {"order_id": asked.order_id, "account_id": TRADER, "symbol": asked.symbol}
        about |= {"market_time": self.now}
        if then == "ends":
            yield OrderCanceled.model_validate(about | {"open_quantity": asked.quantity})
            return
        price = asked.limit_price or asked.reference_price or asked.bound_price
        how = {"quantity": asked.quantity, "filled_quantity": asked.quantity, "price": price}
        fill = {"fill_id": FillId(UUID(int=next(self.ids))), "side": asked.side}
        yield OrderFilled.model_validate(about | how | fill | {"counterparty": "market"})
