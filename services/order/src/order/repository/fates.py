"""What becomes of orders, as rows: their fates, their lives step by step, and their fills."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import inserted, update_rows, updated, write
from order.domain.exchange.journal import Outcome
from order.domain.exchange.order import Fill, Order
from order.domain.lifecycle import Happening, Step
from order.domain.pit.wanted import fill_id
from order.domain.units import fee_of, price_of, quantity_of, time_of, value_of
from order.repository.holdings import move_positions
from order.repository.records import keep_replaced
from order.tables import fills, order_events, orders
from vocabulary import AccountId, OrderId, OrderType, Quantity, RejectedBy, RejectionReason, Symbol

Row = dict[str, Any]
_FIGURES = ("size", "limit", "stop", "trail", "bound", "display")
_VAIN = frozenset({Happening.CANCEL, Happening.REJECT, Happening.EXPIRE})


@dataclass(frozen=True, slots=True)
class Fates:
    """Rows to be written, of many orders."""

    now: datetime
    last: dict[OrderId, tuple[Order, Step]] = field(
        default_factory=dict[OrderId, tuple[Order, Step]]
    )
    rejected: list[Row] = field(default_factory=list[Row])
    marked: list[Row] = field(default_factory=list[Row])
    sized: dict[OrderId, Row] = field(default_factory=dict[OrderId, Row])
    adjusted: dict[OrderId, Row] = field(default_factory=dict[OrderId, Row])
    added: dict[OrderId, Row] = field(default_factory=dict[OrderId, Row])
    steps: list[Row] = field(default_factory=list[Row])
    fills: list[Row] = field(default_factory=list[Row])
    moved: defaultdict[tuple[AccountId, Symbol], int] = field(
        default_factory=lambda: defaultdict[tuple[AccountId, Symbol], int](int)
    )

    def add(self, symbol: Symbol, number: int, outcomes: Iterable[Outcome]) -> None:
        """Take in what came of a page: of each order where it is now, and all that happened."""
        for order, step, fill in outcomes:
            self.last[order.order_id] = order, step
            self.steps.append(step_row(order, step, self.now))
            if fill is not None:
                self.fills.append(fill_row(fill, number) | {"created_at": self.now})
                moved = fill.size if order.terms.is_buy else -fill.size
                self.moved[order.account_id, symbol] += moved
            elif step.happening is Happening.REJECT:
                self.rejected.append(_refusal(order, step))
            elif step.happening is Happening.ADJUST:
                self.adjusted[order.order_id] = _adjusted(order, step)
                self.added.update(_added(order, step))
            elif step.happening is Happening.REPLACE:
                self._resize(_exits(order))
            elif step.number == 1 and (quantity := _reduced(order, step)) is not None:
                self.sized[order.order_id] = {"order_id": order.order_id, "quantity": quantity}

    def _resize(self, exits: Iterable[Row]) -> None:
        for row in exits:
            self.sized[row["order_id"]] = row
            self.adjusted.get(row["order_id"], {}).update(row)

    def mark(self, marks: Iterable[tuple[Order, int]]) -> None:
        """Take in the best prices that trailing stops have seen."""
        for order, price in marks:
            self.marked.append({"order_id": order.order_id, "hwm": price_of(price)})

    async def save(self, connection: AsyncConnection) -> None:
        """Write everything, in one round trip what there is of nearly every order.

        Raises:
            sqlalchemy.exc.IntegrityError: a fill or a step was written before; nothing is.
        """
        fates = [self._fate(*fate) for fate in self.last.values()]
        await write(
            connection,
            updated(orders, fates),
            inserted(order_events, self.steps),
            inserted(fills, self.fills),
        )
        split = [*self.adjusted.values()], [*self.added.values()]
        for more in (self.marked, [*self.sized.values()], *split, self.rejected):
            await update_rows(connection, orders, more)
        moved = {key: quantity_of(size) for key, size in self.moved.items()}
        await move_positions(connection, moved)
        await keep_replaced(connection, [*self._vain()], self.now)

    def _vain(self) -> Iterator[OrderId]:
        """Orders that came to nothing, perhaps before they could stand in the place of others."""
        for order, step in self.last.values():
            if step.happening in _VAIN and (order.replaces is not None or step.number == 1):
                yield order.order_id
            elif step.happening is Happening.KEEP and (new := step.figures.get("replacement")):
                yield OrderId(UUID(new))

    def _fate(self, order: Order, step: Step) -> Row:
        return {
            "order_id": order.order_id,
            "status": order.life.shown,
            "reason": step.reason,
            "book_position": order.number,
            "filled_quantity": quantity_of(order.filled),
            "traded_value": value_of(order.value),
            "fill_count": order.fill_count,
            "fee": fee_of(order.fee),
            "updated_at": self.now,
            "ended_at": None if order.life.is_live else self.now,
        }


def step_row(order: Order, step: Step, now: datetime) -> Row:
    """One step in the life of an order."""
    return {
        "order_id": order.order_id,
        "number": step.number,
        "market_time": time_of(step.time),
        "at": now,
        "happening": step.happening,
        "status": step.status,
        "reason": step.reason,
        "figures": _json(step.figures),
    }


def fill_row(fill: Fill, number: int) -> Row:
    """What an order traded at once, and on which page of its symbol's record that is."""
    return {
        "order_id": fill.order.order_id,
        "number": fill.number,
        "fill_id": fill_id(fill),
        "sequence": number,
        "quantity": quantity_of(fill.size),
        "price": price_of(fill.price),
        "fee": fee_of(fill.fee),
        "counterparty": "trader" if fill.with_trader else "market",
        "bid": price_of(fill.bid) if fill.bid else None,
        "ask": price_of(fill.ask) if fill.ask else None,
        "market_time": time_of(fill.time),
    }


def _exits(order: Order) -> Iterator[Row]:
    """The exits of a group in which one order took another's place: as large as the entry now."""
    group = order.group
    if group is not None and group.entry is not None:
        quantity = quantity_of(group.entry.terms.size)
        yield from ({"order_id": one.order_id, "quantity": quantity} for one in group.exits)


def _reduced(order: Order, step: Step) -> Quantity | None:
    """How large an order is that may be smaller than its owner asked for, from its beginning.

    It holds no more than that of its position.
    """
    if step.happening is Happening.SHRINK:
        return Quantity(Decimal(step.figures["size"]))
    if order.terms.is_reduce_only and order.replaces is not None:
        return quantity_of(order.terms.size)
    return None


def _adjusted(order: Order, step: Step) -> Row:
    """What an order asks for in new shares, as its owner sees it."""
    figures = {name: Decimal(text) for name, text in step.figures.items() if name in _FIGURES}
    has_limit = order.terms.order_type in {OrderType.LIMIT, OrderType.STOP_LIMIT}
    return {
        "order_id": order.order_id,
        "quantity": figures["size"],
        "limit_price": figures["limit"] if has_limit else None,
        "stop_price": figures["stop"] or None,
        "trail_price": figures["trail"] or None,
        "bound_price": figures["bound"],
        "display_quantity": figures["display"] or None,
    }


def _added(order: Order, step: Step) -> dict[OrderId, Row]:
    """How many shares more the exits of a group are for than its entry has traded."""
    added, group = step.figures.get("added"), order.group
    if added is None or group is None or group.first is None:
        return {}
    return {group.first: {"order_id": group.first, "added": Decimal(added)}}


def _refusal(order: Order, step: Step) -> Row:
    return {
        "order_id": order.order_id,
        "rejected_by": RejectedBy.BOOK,
        "rejection_reason": RejectionReason.REFUSED_BY_BOOK,
        "rejection_rule": step.reason,
    }


def _json(figures: Mapping[str, str]) -> str:
    return orjson.dumps(figures).decode()
