"""What the house does with an account's orders: takes them back, and closes positions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from order.domain.bounds import bound_of
from order.domain.record import OrderRecord
from order.domain.ticket import Ticket
from order.domain.validation.facts import Market
from vocabulary import (
    NO_SHARES,
    AccountId,
    ClientOrderId,
    OrderId,
    OrderType,
    Quantity,
    Side,
    Symbol,
    TimeInForce,
)

Look = Callable[[Symbol], Market | None]
"""Shows the market of a symbol as it is; ``None`` if nobody ever quoted it."""


@dataclass(slots=True)
class HouseDesk:
    """An account's live orders, and what the house has decided about them and not yet stored.

    ``split`` is how many shares more there are of what it holds, by symbol and epoch.
    """

    account_id: AccountId
    live: Sequence[OrderRecord]
    look: Look
    taken_back: list[OrderRecord] = field(default_factory=list[OrderRecord])
    placed: list[OrderRecord] = field(default_factory=list[OrderRecord])
    split: dict[tuple[Symbol, int], Quantity] = field(
        default_factory=dict[tuple[Symbol, int], Quantity]
    )

    def take_back(self, symbol: Symbol | None, now: datetime) -> list[OrderRecord]:
        """The orders, of a symbol or all, that are withdrawn at ``now``, their exits as well.

        Exits go with their entries; but an entry may trade before it can be withdrawn. What
        somebody has asked for already is not asked for again.
        """
        own = [one for one in self.live if symbol is None or one.ticket.symbol == symbol]
        taken = [one for one in own if one.cancel_requested_at is None]
        for one in taken:
            one.cancel_requested_at = now
        self.taken_back += taken
        return taken

    def add(self, symbol: Symbol, epoch: int, added: Quantity) -> None:
        """A split has made so many shares more of what the account holds, or fewer."""
        before = self.split.get((symbol, epoch), NO_SHARES)
        self.split[symbol, epoch] = Quantity(before + added)

    def close(
        self, order_id: OrderId, symbol: Symbol, side: Side, quantity: Quantity, now: datetime
    ) -> OrderRecord | None:
        """A market order that closes so many shares; ``None`` if nobody names a price.

        Its name says what it is. Where the market is closed it waits until it opens.
        """
        market = self.look(symbol)
        ticket = Ticket(
            symbol,
            side,
            OrderType.MARKET,
            quantity,
            time_in_force=TimeInForce.DAY,
            reduce_only=True,
        )
        if market is None:
            return None
        bound = bound_of(ticket, side, market, market.facing(side) or market.last)
        if bound is None:
            return None
        record = OrderRecord(
            order_id,
            self.account_id,
            ClientOrderId(f"liquidation-{order_id}"),
            ticket,
            quantity,
            bound,
            created_at=now,
            updated_at=now,
            reference_price=market.facing(side),
            market_time=market.time,
        )
        self.placed.append(record)
        return record
