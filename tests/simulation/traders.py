"""Traders who do what comes into their heads, and ask again when nobody answers."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from functools import partial
from random import Random
from typing import Any

from bus.envelope import new_id
from order.commands.canceling import CancelAllWish, CancelWish, request_all_cancels, request_cancels
from order.commands.drafting import PlaceWish
from order.commands.placing import Placed, place_orders
from order.commands.replacing import ReplaceWish, replace_orders
from order.domain.replacement import REPLACEABLE, Changes
from order.domain.ticket import Exit, Ticket
from simulation.asking import Door
from simulation.market import SYMBOLS, Wandering
from simulation.storage import Row
from vocabulary import (
    AccountId,
    ClientOrderId,
    Money,
    OrderClass,
    OrderId,
    OrderType,
    Price,
    Quantity,
    Side,
    Symbol,
    TimeInForce,
)


async def _everybody(keys: Sequence[str]) -> Sequence[float]:
    """Nobody is too fast."""
    return [0.0] * len(keys)


PLACE = partial(place_orders, _everybody)
REPLACE = partial(replace_orders, _everybody)


@dataclass
class Traders:
    """Everybody who trades, through whichever process of the order service answers."""

    accounts: list[AccountId]
    market: Wandering
    dice: Random
    door: Door
    live: Callable[[AccountId], Sequence[Row]]
    """What an account sees of its orders that have not ended."""
    promised: list[tuple[AccountId, ClientOrderId]] = field(
        default_factory=list[tuple[AccountId, ClientOrderId]]
    )
    """Orders of which somebody was told that they are placed."""
    asked_back: set[OrderId] = field(default_factory=set[OrderId])
    """Orders whose owner was told that they will be taken back."""
    count: int = 0

    async def act(self) -> None:
        """One of them does something."""
        acts = (self._place, self._place_group, self._replace, self._cancel, self._cancel_all)
        (act,) = self.dice.choices(acts, (6, 3, 4, 2, 0.3))
        await act(self.dice.choice(self.accounts))

    async def begin(self) -> None:
        """Everybody buys something, so that there is something to sell."""
        for account in self.accounts:
            symbol = self.dice.choice(SYMBOLS)
            await self._send(account, Ticket(symbol, Side.BUY, OrderType.MARKET, _SOME))

    async def take_all_back(self) -> None:
        """Everybody wants everything back."""
        for account in self.accounts:
            await self._cancel_all(account)

    async def _place(self, account: AccountId) -> None:
        draw = self.dice
        kind = draw.choice((OrderType.MARKET, OrderType.LIMIT, OrderType.LIMIT, OrderType.STOP))
        side = draw.choice((Side.BUY, Side.BUY, Side.SELL))
        symbol = draw.choice(SYMBOLS)
        more: dict[str, Any] = {}
        if kind is OrderType.LIMIT:
            more = {"limit_price": self._near(symbol), "time_in_force": draw.choice(_FORCES)}
            more |= (
                {"post_only": True}
                if more["time_in_force"] in _LASTING and draw.random() < 0.1
                else {}
            )
        elif kind is OrderType.STOP:
            stops = draw.choice(_STOPS[side])
            is_price = {"stop_price", "limit_price"}
            more = {n: self._now(one, symbol) if n in is_price else one for n, one in stops.items()}
        quantity = Quantity(Decimal(draw.choice(("1", "7", "40", "300"))))
        ticket = Ticket(symbol, side, more.pop("order_type", kind), quantity, **more)
        if kind is OrderType.MARKET and side is Side.BUY and draw.random() < 0.4:
            notional = Money(Decimal(draw.choice(("50", "333.33", "4000"))))
            ticket = ticket._replace(quantity=None, notional=notional)
        elif side is Side.SELL and draw.random() < 0.2:
            ticket = ticket._replace(reduce_only=True)
        await self._send(account, ticket)

    async def _place_group(self, account: AccountId) -> None:
        draw = self.dice
        kind = draw.choice((OrderClass.BRACKET, OrderClass.OTO, OrderClass.OCO))
        side = draw.choice((Side.BUY, Side.BUY, Side.SELL))
        exits_sell = (side is Side.SELL) is (kind is OrderClass.OCO)
        symbol = draw.choice(SYMBOLS)
        high, low = (self._now(Price(Decimal(one)), symbol) for one in ("10.40", "9.60"))
        profit, stop = (high, low) if exits_sell else (low, high)
        loss = draw.choice((Exit(stop_price=stop), Exit(trail_percent=Decimal(2))))
        ticket = Ticket(
            symbol,
            side,
            OrderType.LIMIT,
            Quantity(Decimal(draw.choice((5, 30)))),
            profit if kind is OrderClass.OCO else self._near(symbol),
            time_in_force=TimeInForce.GTC,
            order_class=kind,
            take_profit=Exit(profit) if kind is OrderClass.BRACKET else None,
            stop_loss=loss,
        )
        await self._send(account, ticket)

    async def _send(self, account: AccountId, ticket: Ticket) -> None:
        name = self._name()

        def wish() -> PlaceWish:
            legs = tuple(OrderId(new_id()) for _ in ticket.exits)
            market = self.market.look(ticket.symbol)
            return PlaceWish(OrderId(new_id()), account, name, ticket, market, legs)

        answer = await self.door.ask(PLACE, wish)
        self._note(account, name, answer)

    async def _replace(self, account: AccountId) -> None:
        order_id = self._some_order(account, REPLACEABLE)
        if order_id is None:
            return
        name, changes = self._name(), Changes(limit_price=self._near())
        if self.dice.random() < 0.5:
            changes = Changes(quantity=Quantity(Decimal(self.dice.choice((3, 30, 90)))))

        def wish() -> ReplaceWish:
            new = OrderId(new_id())
            return ReplaceWish(account, order_id, new, name, changes, self.market.look)

        self._note(account, name, await self.door.ask(REPLACE, wish))

    async def _cancel(self, account: AccountId) -> None:
        order_id = self._some_order(account)
        if order_id is not None:
            wish = CancelWish(account, order_id, self.market.time)
            answer = await self.door.ask(request_cancels, lambda: wish)
            if answer is not None:
                self.asked_back.add(answer.order_id)

    async def _cancel_all(self, account: AccountId) -> None:
        wish = CancelAllWish(account, None, self.market.time)
        for record in await self.door.ask(request_all_cancels, lambda: wish) or ():
            self.asked_back.add(record.order_id)

    def _note(self, account: AccountId, name: ClientOrderId, answer: Placed | None) -> None:
        if answer is None:
            return
        self.promised.append((account, name))

    def _some_order(self, account: AccountId, among: Collection[str] = ()) -> OrderId | None:
        rows = (row for row in self.live(account) if not among or row["status"] in among)
        live = [row["order_id"] for row in rows]
        return self.dice.choice(live) if live else None

    def _name(self) -> ClientOrderId:
        self.count += 1
        return ClientOrderId(f"wish {self.count}")

    def _near(self, symbol: Symbol | None = None) -> Price:
        price = Price(Decimal(self.dice.randint(970, 1030)) / 100)
        return price if symbol is None else self._now(price, symbol)

    def _now(self, price: Price, symbol: Symbol) -> Price:
        """What a price is worth for the shares that there are now, in whole cents."""
        return Price((price / self.market.parts[symbol]).quantize(_CENT, ROUND_DOWN))


_CENT = Decimal("0.01")
_SOME = Quantity(Decimal(60))
_LASTING = (TimeInForce.DAY, TimeInForce.GTC)
_FORCES = (*_LASTING, *_LASTING, TimeInForce.IOC, TimeInForce.FOK)
_HIGH, _LOW = Price(Decimal("10.30")), Price(Decimal("9.70"))
_STOPS: dict[Side, tuple[dict[str, Any], ...]] = {
    side: (
        {"stop_price": stop},
        {"order_type": OrderType.STOP_LIMIT, "stop_price": stop, "limit_price": stop},
        {"order_type": OrderType.TRAILING_STOP, "trail_price": Price(Decimal("0.10"))},
    )
    for side, stop in ((Side.BUY, _HIGH), (Side.SELL, _LOW))
}
