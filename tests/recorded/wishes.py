"""What traders may want on a recorded day: orders of every kind near its prices, from a seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import NamedTuple
from uuid import UUID

from order.commands.drafting import PlaceWish, draft
from order.domain.record import OrderRecord
from order.domain.ticket import Ticket
from order.domain.units import price_of, time_of
from order.domain.validation import Market
from recorded.tickets import draw_ticket
from recorded.ticks import Shown
from vocabulary import (
    AccountId,
    AssetClass,
    ClientOrderId,
    OrderClass,
    OrderId,
    OrderType,
    Quantity,
    SessionPhase,
    Symbol,
    TimeInForce,
)

HELD = Quantity(Decimal(150))
"""What every trader has of every symbol when the day begins."""
MODELS = ("realistic/1", "realistic/1", "realistic/1", "touch/1", "instant/1", "adverse/1")
FEES = ("us-equities/1", "per-share/1", "none/1")
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
_PRICED = frozenset({OrderType.LIMIT, OrderType.STOP_LIMIT})

LATE = 0xFFFF << 112


class Wish(NamedTuple):
    """At a market time, in microseconds: an order, or one in the place of another; or a cancel."""

    at: int
    symbol: Symbol
    account_id: AccountId
    order_id: OrderId
    record: OrderRecord | None = None

    @property
    def orders(self) -> Sequence[OrderRecord]:
        """The order and its exits; nothing, if one is to be canceled."""
        return () if self.record is None else (self.record, *self.record.legs)


class Traders:
    """Six of them, who want something now and then."""

    def __init__(self, seed: int, shown: Mapping[str, Shown], ends: int) -> None:
        self._draw = Random(seed)  # noqa: S311  # the same every time
        self._shown = shown
        self._ends = ends
        self._accounts = [AccountId(self._uuid()) for _ in range(6)]
        self._placed: list[OrderRecord] = []

    @property
    def accounts(self) -> Sequence[AccountId]:
        """All of them."""
        return self._accounts

    def wishes(self, at: int, orders: int, phase: SessionPhase) -> Iterator[Wish]:
        """So many orders, and now and then another thought about an older one."""
        for _ in range(orders):
            yield self._place(at, phase)
            if self._draw.random() < 0.25:
                yield from self._cancel(at)
            if self._draw.random() < 0.15:
                yield from self._replace(at, phase)

    def _place(self, at: int, phase: SessionPhase) -> Wish:
        symbol = Symbol(self._draw.choice([*self._shown]))
        while True:
            ticket = draw_ticket(self._draw, symbol, self._shown[symbol].at(at), at, self._ends)
            if phase is not SessionPhase.REGULAR and self._draw.random() < 0.4:
                ticket = ticket._replace(time_in_force=TimeInForce.OPG, expires_at=None)
            account = self._draw.choice(self._accounts)
            record = self._drafted(ticket, account, at, phase)
            if record is not None:
                return self._wish(record, at)

    def _cancel(self, at: int) -> Iterator[Wish]:
        """One that is not quite new: what is taken back as it is placed never comes to a book."""
        older = [one for one in self._placed[-60:] if one.market_time != time_of(at)]
        if older:
            record = self._draw.choice(older)
            record = self._draw.choice([record, *record.legs])
            yield Wish(at, record.ticket.symbol, record.account_id, record.order_id)

    def _replace(self, at: int, phase: SessionPhase) -> Iterator[Wish]:
        """Another price or size, for one that stands for itself; also for one that has ended."""
        old = self._draw.choice(self._placed[-40:])
        ticket = old.ticket
        if ticket.order_class is not OrderClass.SIMPLE or ticket.quantity is None:
            return
        more = self._draw.choice([0, 4, 50])
        changed = ticket._replace(quantity=Quantity(ticket.quantity + more))
        if ticket.order_type in _PRICED and self._draw.random() < 0.6:
            shown = self._shown[ticket.symbol].at(at)
            changed = ticket._replace(limit_price=price_of(shown.price))
        record = self._drafted(changed, old.account_id, at, phase)
        if record is not None:
            record.replaces, record.fill_model, record.fees = old.order_id, old.fill_model, old.fees
            yield self._wish(record, at)

    def _wish(self, record: OrderRecord, at: int) -> Wish:
        self._placed.append(record)
        return Wish(at, record.ticket.symbol, record.account_id, record.order_id, record)

    def _drafted(
        self, ticket: Ticket, account: AccountId, at: int, phase: SessionPhase
    ) -> OrderRecord | None:
        """The order as the API would write it; ``None`` for what it would refuse."""
        quote = self._shown[ticket.symbol].at(at)
        market = Market(
            bid=price_of(quote.price),
            ask=price_of(quote.ask),
            last=price_of(quote.price),
            asset_class=AssetClass.STOCK,
            time=time_of(at),
            phase=phase,
            exchange_phase=phase,
            closes=None if ticket.time_in_force is TimeInForce.CLS else time_of(self._ends),
        )
        ids = [OrderId(self._uuid()) for _ in range(1 + len([*ticket.exits]))]
        name = ClientOrderId(str(ids[0]))
        wish = PlaceWish(ids[0], account, name, ticket, market, tuple(ids[1:]))
        record = draft(wish, _WRITTEN)
        if not isinstance(record, OrderRecord):
            return None
        how = {"fill_model": self._draw.choice(MODELS), "fees": self._draw.choice(FEES)}
        legs = [replace(leg, **how) for leg in record.legs]
        return replace(record, legs=legs, **how)

    def _uuid(self) -> UUID:
        """Of a time to come: no order is older than the tape that is written for it."""
        return UUID(int=self._draw.getrandbits(128) | LATE, version=4)
