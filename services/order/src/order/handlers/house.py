"""What has to be done with orders when the house says so: risk halts trading, or liquidates."""

from collections.abc import Iterator

from bus.handlers import Handlers, Occurrence
from events import Event, LiquidationOrdered, OrderRejected, PositionSplit, TradingHalted
from order.commands.telling import cancel_requested, created
from order.domain.house import HouseDesk
from vocabulary import RejectedBy, RejectionReason

FIRST_EPOCH = 1

house = Handlers[HouseDesk](key="account_id")


@house.on_occurrences(TradingHalted)
def take_orders_back(desk: HouseDesk, occurrence: Occurrence) -> Iterator[Event]:
    """Withdraw what is open; told again, only what has been placed since."""
    halted: TradingHalted = occurrence.data
    for record in desk.take_back(halted.symbol, occurrence.time):
        yield cancel_requested(record, None)


@house.on(PositionSplit)
def count_new_shares(desk: HouseDesk, split: PositionSplit) -> Iterator[Event]:
    """Know what the account holds, which is else the sum of its fills.

    Who does not say in which epoch that is (they all do by now) says it of the first one.
    """
    desk.add(split.symbol, split.epoch or FIRST_EPOCH, split.added)
    yield from ()


@house.on_occurrences(LiquidationOrdered)
def close_position(desk: HouseDesk, occurrence: Occurrence) -> Iterator[Event]:
    """Place a market order that may only reduce, under the id that risk has given it.

    If nobody names a price now, risk is told so, and orders it again.
    """
    asked: LiquidationOrdered = occurrence.data
    now = occurrence.time
    record = desk.close(asked.order_id, asked.symbol, asked.side, asked.quantity, now)
    if record is not None:
        yield created(record).model_copy(update={"forced": True})
        return
    yield OrderRejected(
        order_id=asked.order_id,
        account_id=asked.account_id,
        symbol=asked.symbol,
        market_time=asked.market_time,
        rejected_by=RejectedBy.BOOK,
        reason=RejectionReason.REFUSED_BY_BOOK,
        rule=f"nobody quotes {asked.symbol} at this moment",
    )
