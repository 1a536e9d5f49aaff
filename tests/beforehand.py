"""An account under rules, asked what would become of an order, and told what did."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from events import (
    Event,
    MarketClock,
    MarketSnapshot,
    OrderApproved,
    OrderCanceled,
    OrderFilled,
    OrderPartiallyFilled,
    OrderReplaced,
    Quote,
)
from order.api.market import market_of
from order.commands.drafting import Draft, PlaceWish, draft
from order.commands.previewing import previewed
from order.commands.replacing import heir
from order.commands.telling import created
from order.domain.record import OrderRecord
from order.domain.replacement import Changes, is_exit
from order.domain.routing.report import SIMULATED
from order.domain.ticket import Ticket
from order.schemas.previews import PreviewResponse
from risk.domain.account import TradingAccount
from risk.domain.limits import Limits
from risk.domain.profile import Profile
from risk.domain.rulebook import Rulebook, Scope
from risk.handlers import handlers
from risk.queries.estimating import estimated
from risk.queries.floor import Floor
from risk.schemas.estimates import EstimateResponse
from risk.schemas.estimating import EstimateRequest
from risk.schemas.wishes import terms_of, wish_of
from vocabulary import (
    AccountId,
    ClientOrderId,
    ClockState,
    MarginType,
    Money,
    OrderId,
    OrderType,
    Price,
    Quantity,
    SessionPhase,
    Side,
    Symbol,
)

TRADER = AccountId(UUID(int=1))
MONDAY = datetime(2013, 10, 7, 14, 30, tzinfo=UTC)
SYMBOLS = [Symbol("ACME"), Symbol("BOLT")]
_PART = Decimal("0.000000001")


class Asked(NamedTuple):
    """What a trader types, and how the account is charged."""

    ticket: Ticket
    fees: str


class Change(NamedTuple):
    """Which of the orders that are open is to be another one, counted from any number."""

    place: int
    changes: Changes


class Scene:
    """A market, an account under rules, and what the order service says of its orders."""

    def __init__(self, margin: MarginType, cash: Money, rules: Limits, layer: Limits) -> None:
        self.floor, self.now, self.ids = Floor(), MONDAY, count(1)
        self.phase = SessionPhase.REGULAR
        self.placed: list[OrderRecord] = []
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
            case "replace":
                self.replace_and(*how)
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
                ticket = Ticket(symbol, side, OrderType.MARKET, Quantity(Decimal(1)))
                self.place_and(Asked(ticket, "none/1"), "fills")

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

    def drafted(self, asked: Asked | Change) -> OrderRecord | None:
        """The order as the order service would place it; ``None`` if it would not."""
        drafted = self._new(asked) if isinstance(asked, Asked) else self._changed(asked)
        return drafted if isinstance(drafted, OrderRecord) else None

    def previewed(self, record: OrderRecord) -> str:
        """What the order service shows of an order beforehand."""
        seen = previewed(record, market_of(self.floor.prices, record.ticket.symbol))
        return PreviewResponse.of(seen.created, seen.expected).model_dump_json()

    def estimated(self, preview: str) -> EstimateResponse:
        """What risk says of an order beforehand that was previewed like that."""
        body = EstimateRequest.model_validate_json(preview)
        order = body.order(TRADER, self.new_id, self.floor.prices)
        terms = terms_of(order, self.floor.prices.time.now())
        wish = wish_of(order)
        said = estimated(self.account, wish, terms, reduce_only=order.reduce_only)
        answer = EstimateResponse.of(said)
        return EstimateResponse.model_validate_json(answer.model_dump_json())

    def hear(self, event: Event) -> list[Event]:
        return list(handlers.handle(self.account, event))

    def place_and(self, asked: Asked, then: str) -> None:
        """Let an order be placed, and rest or come to something."""
        record = self._approved(asked)
        if record is not None and then != "rests":
            for event in self.outcome(record, then):
                self.hear(event)

    def replace_and(self, change: Change, then: str) -> None:
        """Let an order be replaced, or at least asked to be: both are live until it ends."""
        record = self._approved(change)
        if record is not None and then == "ends":
            about = self._about(record) | {"replacement_id": record.order_id}
            about |= {"order_id": record.replaces, "open_quantity": record.quantity}
            self.hear(OrderReplaced.model_validate(about))

    def outcome(self, record: OrderRecord, then: str) -> Iterator[Event]:
        """What becomes of an order: it ends with its exits, or trades, all of it or a half."""
        about = self._about(record)
        if then == "ends":
            for one in (record, *record.legs):
                ended = {**self._about(one), "open_quantity": one.quantity}
                yield OrderCanceled.model_validate(ended)
            return
        ticket, traded = record.ticket, record.quantity
        if then == "half":
            traded = Quantity((traded / 2).quantize(_PART, ROUND_CEILING))
        price = ticket.limit_price or record.reference_price or record.bound_price
        about |= {"fill_id": self.new_id(), "side": ticket.side, "counterparty": "market"}
        about |= {"quantity": traded, "filled_quantity": traded, "price": price}
        record.filled_quantity = traded
        if then == "half":
            yield OrderPartiallyFilled.model_validate(about | {"open_quantity": traded})
        else:
            yield OrderFilled.model_validate(about)

    def new_id(self) -> OrderId:
        """An id that nobody has."""
        return OrderId(UUID(int=next(self.ids)))

    def _about(self, record: OrderRecord) -> dict[str, Any]:
        about = {"order_id": record.order_id, "account_id": TRADER, "market_time": self.now}
        return about | {"symbol": record.ticket.symbol}

    def _new(self, asked: Asked) -> Draft:
        ticket, order_id = asked.ticket, self.new_id()
        legs = tuple(self.new_id() for _ in ticket.exits)
        market = market_of(self.floor.prices, ticket.symbol)
        name = ClientOrderId(str(order_id))
        drafted = draft(PlaceWish(order_id, TRADER, name, ticket, market, legs), self.now)
        if isinstance(drafted, OrderRecord):
            drafted.choose("touch/1", asked.fees, SIMULATED)
        return drafted

    def _changed(self, change: Change) -> Draft | None:
        alive = [one for one in self.placed if one.order_id in self.account.holders]
        if not alive:
            return None
        old = alive[change.place % len(alive)]
        ticket, changes = old.ticket, change.changes
        market = market_of(self.floor.prices, ticket.symbol)
        if market is None or ticket.notional is not None:
            return None
        wanted = changes.quantity
        if is_exit(old) or (wanted is not None and wanted <= old.filled_quantity):
            wanted = None
        limit = ticket.limit_price and changes.limit_price
        stop = ticket.stop_price and changes.stop_price
        ticket = Changes(wanted, limit, stop).of(ticket)
        order_id = self.new_id()
        name = ClientOrderId(str(order_id))
        return heir(PlaceWish(order_id, TRADER, name, ticket, market), old, market, self.now)

    def _approved(self, asked: Asked | Change) -> OrderRecord | None:
        record = self.drafted(asked)
        if record is None:
            return None
        verdict = self.hear(created(record))[0]
        if not isinstance(verdict, OrderApproved):
            return None
        record.quantity = verdict.quantity
        self.placed += (record, *record.legs)
        return record
