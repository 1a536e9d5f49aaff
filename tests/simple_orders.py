"""An order service for tests that says of its orders what the real one says, and keeps it simple.

One account, one symbol, whole shares. Whoever tests decides when what happens, and who hears it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from said_of_orders import (
    ACME,
    TRADER,
    Group,
    Order,
    adjusted,
    canceled,
    filled,
    rejected,
    replaced,
)

from events import Event, OrderApproved, OrderCreated, OrderLeg
from risk.domain.companies import Split
from vocabulary import (
    LegRole,
    Money,
    OrderClass,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
)


@dataclass
class Orders:
    """The book, and ids for what is new."""

    live: dict[OrderId, Order] = field(default_factory=dict[OrderId, Order])
    made: int = 100

    def new_id(self) -> UUID:
        """Another one each time."""
        self.made += 1
        return UUID(int=self.made)

    def ask(
        self,
        side: Side,
        size: int,
        bound: int,
        *,
        fee: Decimal = Decimal(0),
        kind: OrderClass = OrderClass.SIMPLE,
        exits: Sequence[tuple[int, Decimal]] = (),
        money: int | None = None,
        replaces: OrderId | None = None,
    ) -> OrderCreated:
        """What is said of a new order; its exits are given by bound and fee."""
        legs = [
            OrderLeg(
                order_id=OrderId(self.new_id()),
                role=LegRole.STOP_LOSS,
                order_type=OrderType.STOP,
                bound_price=Price(Decimal(price)),
                fee_bound=Money(leg_fee),
            )
            for price, leg_fee in exits
        ]
        return OrderCreated(
            order_id=OrderId(self.new_id()),
            account_id=TRADER,
            symbol=ACME,
            side=side,
            order_type=OrderType.LIMIT,
            order_class=kind,
            quantity=Quantity(Decimal(size)),
            bound_price=Price(Decimal(bound)),
            fee_bound=Money(fee),
            notional=None if money is None else Money(Decimal(money)),
            legs=tuple(legs),
            replaces=replaces,
        )

    def take(self, approved: OrderApproved) -> Iterator[Event]:
        """Put an order and its exits on the book, or in the place of another."""
        size, bound = int(approved.quantity), int(approved.bound_price)
        money = None if approved.notional is None else int(approved.notional)
        one = Order(
            approved.order_id, approved.side, bound, size, money=money, fee=approved.fee_bound
        )
        if approved.replaces is not None:
            yield from self._replace(approved.replaces, one)
            return
        self.live[one.order_id] = one
        is_oco = approved.order_class is OrderClass.OCO
        if not is_oco and not approved.legs:
            return
        exits = [leg.order_id for leg in approved.legs] + [one.order_id] * is_oco
        one.group = Group(None if is_oco else one.order_id, exits)
        for leg in approved.legs:
            side = one.side if is_oco else one.side.opposite
            own = Order(leg.order_id, side, int(leg.bound_price or 0), size, fee=leg.fee_bound)
            own.group, own.group_id, own.is_held = one.group, one.order_id, not is_oco
            self.live[leg.order_id] = own

    def fill(self, one: Order, size: int, price: int, fee: Decimal) -> Iterator[Event]:
        """Trade a part of an order, or all that is left."""
        one.open -= size
        one.filled += size
        one.passed += size
        one.fee -= fee
        one.money = None if one.money is None else one.money - size * price
        yield filled(one, self.new_id(), size, price, fee)
        if not one.open:
            del self.live[one.order_id]
        group = one.group
        if group is not None and one.order_id == group.entry:
            for exit_id in group.exits if not one.open else ():
                self.live[exit_id].is_held = False
                self.live[exit_id].open = one.passed
        elif group is not None:
            yield from self._shrink(group, one, size)

    def end(self, one: Order, *, is_rejected: bool = False) -> Iterator[Event]:
        """Take an order off the book, and its group."""
        del self.live[one.order_id]
        yield rejected(one) if is_rejected else canceled(one)
        group, one.group = one.group, None
        if group is None:
            return
        for other_id in [group.entry, *group.exits]:
            if other_id is not None and other_id in self.live:
                yield canceled(self.live.pop(other_id))

    def split(self, split: Split) -> Iterator[Event]:
        """Let all orders be of new shares, more than before; nobody pays more or takes less."""
        ratio = int(split.new_shares / split.old_shares)
        for one in self.live.values():
            up = ratio - 1 if one.side is Side.SELL else 0
            one.bound = max((one.bound + up) // ratio, 1)
            one.open, one.passed = one.open * ratio, one.passed * ratio
        for one in self.live.values():
            entry = None if one.group is None else self.live.get(one.group.entry or one.order_id)
            yield adjusted(one, split, entry.passed if one.is_held and entry else one.open)

    def at_stake(self) -> tuple[int, int]:
        """Dollars and shares that open orders may still cost, without fees."""
        cash, shares = 0, 0
        groups = {id(one.group): one.group for one in self.live.values() if one.group is not None}
        for one in self.live.values():
            if one.group is not None and one.order_id != one.group.entry:
                continue
            dearest = self._dearest(one.group)
            if one.side is Side.BUY:
                cash += one.open * one.bound if one.money is None else one.money
            else:
                cash += one.open * max(dearest - one.bound, 0)
                shares += one.open
        for group in groups.values():
            an_exit = self.live[next(each for each in group.exits if each in self.live)]
            entry = None if group.entry is None else self.live.get(group.entry)
            left = an_exit.open if entry is None else entry.passed
            cash += left * self._dearest(group)
            shares += left if an_exit.side is Side.SELL else 0
        return cash, shares

    def _dearest(self, group: Group | None) -> int:
        """The most that buying back may cost for each share; nothing where exits sell."""
        exits = [self.live[each] for each in (group.exits if group else ()) if each in self.live]
        return max((one.bound for one in exits if one.side is Side.BUY), default=0)

    def _shrink(self, group: Group, one: Order, size: int) -> Iterator[Event]:
        for other_id in group.exits:
            other = self.live.get(other_id)
            if other is not None and other is not one:
                other.open -= size
                if not other.open:
                    yield canceled(self.live.pop(other_id))

    def _replace(self, old_id: OrderId, new: Order) -> Iterator[Event]:
        old = self.live.get(old_id)
        if old is None:
            yield rejected(new)
            return
        is_exit = old.group is not None and old_id != old.group.entry
        new.open = old.open if is_exit else new.open - old.filled
        if new.open <= 0:
            yield rejected(new)
            return
        new.filled, new.passed, new.is_held = old.filled, old.passed, old.is_held
        new.group, new.group_id = old.group, old.group_id
        if new.group is not None and is_exit:
            new.group.exits = [*{*new.group.exits} - {old_id}, new.order_id]
        elif new.group is not None:
            new.group.entry = new.order_id
        del self.live[old_id]
        self.live[new.order_id] = new
        yield replaced(old, new.order_id)
