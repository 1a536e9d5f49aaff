"""What the demo's trader does in the market."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from time import perf_counter
from uuid import uuid4

from outcry.demo.session import Heard, Json, Session
from outcry.errors import Problem

CENT = Decimal("0.01")
FAR_BELOW = Decimal("0.8")
WELL_ABOVE = Decimal("1.02")
TOO_MANY = "9000"
FACTS = ("side", "quantity", "price", "counterparty", "open_quantity", "rule", "cash", "cost")


@dataclass(frozen=True, slots=True)
class Placed:
    """One order, when it was placed, and the events that must be heard of it."""

    title: str
    order_id: str
    at: float
    expected: Sequence[str]


@dataclass
class Story:
    """A few orders, one after the other."""

    session: Session
    symbols: Sequence[str]
    placed: list[Placed] = field(default_factory=list[Placed])

    async def play(self) -> None:
        """Buy, rest and cancel, trade at a limit, sell, and ask for too much."""
        first, second = self.symbols[0], self.symbols[-1]
        bought = ("ORDER_CREATED", "ORDER_APPROVED", "ORDER_ACCEPTED", "ORDER_FILLED")
        booked = ("POSITION_CHANGED", "PORTFOLIO_UPDATED")
        await self.order("buy at market", first, "buy", "10", expected=(*bought, *booked))
        await self.rest_and_cancel(first)
        limit = await self._price(second, "ask", WELL_ABOVE)
        await self.order(
            f"buy, limit {limit}", second, "buy", "5", limit, expected=(*bought, *booked)
        )
        await self.order("sell at market", first, "sell", "4", expected=(*bought, *booked))
        refused = ("ORDER_CREATED", "ORDER_REJECTED")
        await self.order("buy too much", first, "buy", TOO_MANY, expected=refused)

    async def order(
        self,
        title: str,
        symbol: str,
        side: str,
        quantity: str,
        limit_price: str = "",
        *,
        expected: Sequence[str],
    ) -> Placed:
        """Place an order and wait until all that must follow was heard."""
        terms: Json = {"symbol": symbol, "side": side, "quantity": quantity}
        terms |= (
            {"type": "limit", "limit_price": limit_price} if limit_price else {"type": "market"}
        )
        placed = await self._place(f"{title}: {quantity} {symbol}", terms, expected)
        for kind in expected:
            await self._heard(placed, kind)
        return placed

    async def rest_and_cancel(self, symbol: str) -> None:
        """Offer far too little, so that the order rests on the book; then withdraw it."""
        limit = await self._price(symbol, "bid", FAR_BELOW)
        terms = {"symbol": symbol, "side": "buy", "quantity": "3"}
        events = ("ORDER_CREATED", "ORDER_APPROVED", "ORDER_ACCEPTED")
        title = f"rest and cancel, limit {limit}: 3 {symbol}"
        placed = await self._place(
            title, terms | {"type": "limit", "limit_price": limit}, (*events, "ORDER_CANCELED")
        )
        for kind in events:
            await self._heard(placed, kind)
        await self.session.call("DELETE", f"/api/orders/{placed.order_id}")
        await self._heard(placed, "ORDER_CANCELED")

    def events_of(self, placed: Placed) -> list[Heard]:
        """Everything that was heard of an order, bookings of its fills included."""
        own = [one for one in self.session.heard if one.data.get("order_id") == placed.order_id]
        fills = {one.data["fill_id"] for one in own if "fill_id" in one.data}
        booked = [
            one for one in self.session.heard if one not in own and one.data.get("fill_id") in fills
        ]
        return sorted(own + booked, key=lambda one: one.at)

    def timeline(self, placed: Placed) -> list[Json]:
        """The events of an order: milliseconds since it was placed, cause, and what they say."""
        names = {one.id: one.type for one in self.session.heard}
        return [
            {
                "milliseconds": round((heard.at - placed.at) * 1000, 1),
                "event": heard.type,
                "cause": names.get(heard.causationid, ""),
                "facts": "  ".join(
                    f"{name} {heard.data[name]}" for name in FACTS if heard.data.get(name)
                ),
            }
            for heard in self.events_of(placed)
        ]

    async def _place(self, title: str, terms: Json, expected: Sequence[str]) -> Placed:
        """Place one order twice under one name, as a browser does that got no answer."""
        named = terms | {"client_order_id": str(uuid4())}
        at = perf_counter()
        order = await self.session.call("POST", "/api/orders", named)
        again = await self.session.call("POST", "/api/orders", named)
        if again["order_id"] != order["order_id"]:
            raise Problem(f"one client_order_id made two orders: {order} {again}")
        placed = Placed(title, order["order_id"], at, expected)
        self.placed.append(placed)
        return placed

    async def _heard(self, placed: Placed, kind: str) -> Heard:
        def wanted(_: Heard) -> bool:
            return any(one.type == kind for one in self.events_of(placed))

        await self.session.wait_for(wanted, f"{kind} of {placed.title}")
        return next(one for one in self.events_of(placed) if one.type == kind)

    async def _price(self, symbol: str, side: str, factor: Decimal) -> str:
        quote = await self.session.call("GET", f"/api/market/quote/{symbol}")
        price = (Decimal(quote[side]) * factor).quantize(CENT, ROUND_DOWN)
        return str(price)
