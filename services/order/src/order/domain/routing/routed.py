"""One order that lives with a broker, and what becomes of it as the broker tells.

The broker may tell a thing twice, late, or not at all, and it may tell the end first. What traded
is booked strictly in the order of its running total, each share once: what does not follow on what
is known is left until what lies between was asked for. An order ends when all of it is known.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from order.domain.lifecycle import Happening, Life, Step
from order.domain.routing.report import BrokerState, Execution, Report
from order.domain.units import price_units, size_units, time_units
from vocabulary import (
    NO_SHARES,
    QUANTITY_PLACES,
    AccountId,
    LegRole,
    OrderId,
    OrderStatus,
    Quantity,
    Side,
    Symbol,
    plain,
)

_SOME = Quantity(Decimal(1).scaleb(-QUANTITY_PLACES))
"""What is left of an order for an amount of money that bought more shares than it had to."""


class Trade(NamedTuple):
    """An execution as it is booked: the ``number``-th of its order, with shares still ``open``."""

    number: int
    execution: Execution
    open: Quantity


class Happened(NamedTuple):
    """A step in the life of an order, and what traded if something did."""

    step: Step
    trade: Trade | None


@dataclass(slots=True)
class Routed:
    """An order of an account, at a broker.

    ``size`` is how many shares the broker is to trade; of an order for an amount of money
    (``is_amount``) about how many. ``value`` counts as :mod:`order.domain.units` says.
    ``is_behind`` says that the broker has told of more shares than are booked, ``happened`` what
    is not stored yet.
    """

    order_id: OrderId
    account_id: AccountId
    symbol: Symbol
    side: Side
    size: Quantity
    is_amount: bool
    broker: str
    life: Life
    market_time: datetime | None = None
    parent_id: OrderId | None = None
    leg: LegRole | None = None
    replaces: OrderId | None = None
    replaced_by: OrderId | None = None
    broker_order_id: str | None = None
    filled: Quantity = NO_SHARES
    value: int = 0
    fill_count: int = 0
    is_behind: bool = False
    happened: list[Happened] = field(default_factory=list[Happened])

    @property
    def open(self) -> Quantity:
        """Shares that have not traded."""
        return Quantity(max(self.size - self.filled, NO_SHARES))

    def hear(self, report: Report) -> None:
        """Take in what the broker says; what is known, or was overtaken, changes nothing."""
        self._resize(report)
        if report.execution is not None:
            self._book(report.execution)
        if not self.life.is_live or report.filled < self.filled:
            return
        if report.filled > self.filled:
            self.is_behind = True
            return
        self._follow(report)

    def refuse(self, time: datetime, reason: str) -> None:
        """The broker does not take it; one that works already is withdrawn."""
        early = self.life.status in {OrderStatus.PENDING_NEW, OrderStatus.ACCEPTED}
        self._step(Happening.REJECT if early else Happening.CANCEL, time, reason)

    def withdraw(self, time: datetime, reason: str) -> None:
        """It will not trade any more."""
        self._step(Happening.CANCEL, time, reason)

    def keep(self, time: datetime, reason: str) -> None:
        """Nothing came of its replacement."""
        self.replaced_by = None
        self._step(Happening.KEEP, time, f"it could not be replaced: {reason}")

    def _resize(self, report: Report) -> None:
        """The broker trades less than was asked for: of a replacement, or as an exit."""
        is_known = self.broker_order_id is not None
        self.broker_order_id = self.broker_order_id or report.broker_order_id
        size = report.quantity
        if size is None or self.is_amount or size == self.size or not self.life.is_live:
            return
        self.size = size
        if is_known:
            self._step(Happening.SHRINK, report.time, f"is to trade {plain(size)} from now on")

    def _book(self, execution: Execution) -> None:
        if not self.life.is_live or execution.upto <= self.filled:
            return
        if execution.upto - execution.quantity != self.filled:
            self.is_behind = True
            return
        self._work(execution.time)
        self.filled = execution.upto
        self.value += price_units(execution.price) * size_units(execution.quantity)
        self.fill_count += 1
        all_of_it = not self.is_amount and self.filled >= self.size
        is_last = execution.is_last or all_of_it
        trade = Trade(self.fill_count, execution, NO_SHARES if is_last else self.open or _SOME)
        self._step(
            Happening.COMPLETE if is_last else Happening.FILL,
            execution.time,
            _words(trade, self.size, self.broker),
            trade,
            execution_id=execution.execution_id,
            price=plain(execution.price),
            quantity=plain(execution.quantity),
        )

    def _follow(self, report: Report) -> None:
        is_new = self.life.status is OrderStatus.PENDING_NEW
        match report.state:
            case BrokerState.RECEIVED if is_new:
                self._step(Happening.ACCEPT, report.time, f"{self.broker} has received it")
            case BrokerState.HELD if is_new:
                self._step(Happening.HOLD, report.time, "waits until its entry is filled")
            case BrokerState.WORKING:
                self._work(report.time)
            case BrokerState.REJECTED:
                self.refuse(report.time, report.reason or f"{self.broker} refused it")
            case BrokerState.RECEIVED | BrokerState.HELD | BrokerState.OTHER:
                pass
            case _:
                self._end(report)

    def _end(self, report: Report) -> None:
        said = report.reason or f"{self.broker} says that it is {report.state}"
        if report.state is BrokerState.EXPIRED:
            self._step(Happening.EXPIRE, report.time, said)
        elif report.state is BrokerState.REPLACED and self.replaced_by is not None:
            self._step(Happening.REPLACE, report.time, "another order took its place")
        else:
            self.withdraw(report.time, said)

    def _work(self, time: datetime) -> None:
        if self.life.status is OrderStatus.HELD:
            self._step(Happening.RELEASE, time, "its entry is filled")
        if self.life.status in {OrderStatus.PENDING_NEW, OrderStatus.ACCEPTED}:
            self._step(Happening.OPEN, time, f"works at {self.broker}")

    def _step(
        self,
        happening: Happening,
        time: datetime,
        reason: str,
        trade: Trade | None = None,
        **figures: str,
    ) -> None:
        step = self.life.step(happening, time_units(time), reason, **figures)
        self.happened.append(Happened(step, trade))


def _words(trade: Trade, quantity: Quantity, broker: str) -> str:
    execution = trade.execution
    much = f"{plain(execution.quantity)} of {plain(quantity)} at {plain(execution.price)}"
    return f"{'partially filled' if trade.open else 'filled'} {much} by {broker}"
