"""What the analytics service notes when something happens elsewhere. It has nothing to say itself.

The order of events from different services is left open: nothing here depends on it.
"""

from collections.abc import Iterable

from analytics.domain.companies import Adjustment, Dividend
from analytics.domain.facts import FIRST_EPOCH, Beginning, OrderFact, Outcome, Payment
from analytics.domain.fill import Fill
from analytics.domain.record import TrackRecord
from bus.handlers import Handlers, Occurrence
from events import (
    AccountClosed,
    AccountOpened,
    AccountReset,
    CashDeposited,
    CashWithdrawn,
    DividendPaid,
    Event,
    InterestCharged,
    OrderAccepted,
    OrderCanceled,
    OrderCreated,
    OrderExpired,
    OrderFilled,
    OrderPartiallyFilled,
    OrderRejected,
    OrderReplaced,
    PositionSplit,
    UserDeleted,
)
from vocabulary import NO_MONEY, NO_SHARES, Money

handlers = Handlers[TrackRecord](key="account_id")

OUTCOMES = {
    OrderAccepted.name: Outcome.ACCEPTED,
    OrderCanceled.name: Outcome.CANCELED,
    OrderExpired.name: Outcome.EXPIRED,
    OrderReplaced.name: Outcome.REPLACED,
}


@handlers.on_occurrences(AccountOpened)
def note_opening(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Remember what profit is measured against."""
    opened: AccountOpened = occurrence.data
    record.begin(Beginning(FIRST_EPOCH, opened.cash, occurrence.time))
    return ()


@handlers.on_occurrences(AccountReset)
def note_reset(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Begin again; what was before stays as it was."""
    reset: AccountReset = occurrence.data
    record.begin(Beginning(reset.epoch, reset.cash, occurrence.time, reset.market_time))
    return ()


@handlers.on_occurrences(AccountClosed)
def note_end(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Let an empty epoch begin, in which nothing happens: the account has nothing any more."""
    closed: AccountClosed = occurrence.data
    after = closed.epoch + 1
    record.begin(Beginning(after, NO_MONEY, occurrence.time, closed.market_time))
    return ()


@handlers.on_occurrences(CashDeposited, CashWithdrawn)
def note_payment(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Remember what came and went, which is no profit and no loss."""
    paid: CashDeposited | CashWithdrawn = occurrence.data
    amount = paid.amount if paid.name == CashDeposited.name else Money(-paid.amount)
    record.pay(Payment(paid.booking_id, amount, occurrence.time, paid.market_time))
    return ()


@handlers.on_occurrences(InterestCharged)
def note_interest(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Remember what owing dollars has cost: it makes less of the profit, and is no withdrawal."""
    paid: InterestCharged = occurrence.data
    amount, at = Money(-paid.amount), paid.market_time
    record.pay(Payment(paid.booking_id, amount, occurrence.time, at, is_interest=True))
    return ()


@handlers.on_occurrences(OrderCreated)
def count_created(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Count an order, and the exits that it comes with: they are orders too."""
    order: OrderCreated = occurrence.data
    record.count(OrderFact(occurrence.id, Outcome.CREATED, 1 + len(order.legs)))
    return ()


@handlers.on_occurrences(OrderAccepted, OrderCanceled, OrderExpired, OrderReplaced)
def count_order(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Count what became of an order."""
    record.count(OrderFact(occurrence.id, OUTCOMES[occurrence.data.name]))
    return ()


@handlers.on_occurrences(OrderRejected)
def count_rejection(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Count a refusal, and its reason."""
    rejected: OrderRejected = occurrence.data
    record.count(OrderFact(occurrence.id, Outcome.REJECTED, reason=rejected.reason))
    return ()


@handlers.on_occurrences(OrderPartiallyFilled, OrderFilled)
def note_fill(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Take a trade into account, and count the order that it completed.

    Where the order service did not know the market's time, it was when it said so.
    """
    fill: OrderPartiallyFilled | OrderFilled = occurrence.data
    record.trade(
        Fill(
            fill_id=fill.fill_id,
            symbol=fill.symbol,
            side=fill.side,
            quantity=fill.quantity,
            price=fill.price,
            market_time=fill.market_time or occurrence.time,
            said_at=occurrence.time,
            fee=fill.fee,
            order_id=fill.order_id,
        )
    )
    if isinstance(fill, OrderFilled):
        record.count(OrderFact(occurrence.id, Outcome.FILLED))
    return ()


@handlers.on_occurrences(PositionSplit)
def note_split(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Remember what a split has made of shares; where it belongs among trades, times say."""
    split: PositionSplit = occurrence.data
    if not (split.added or split.sold or split.cash_in_lieu):
        return ()
    record.adjust(
        Adjustment(
            booking_id=split.booking_id,
            symbol=split.symbol,
            new_shares=split.new_shares,
            old_shares=split.old_shares,
            added=split.added,
            cash=split.cash_in_lieu,
            realised=split.realised,
            said_at=occurrence.time,
            market_time=split.market_time,
            effective_said_at=split.said_at,
            sold=split.sold or NO_SHARES,
            fill_id=split.fill_id,
        )
    )
    return ()


@handlers.on_occurrences(DividendPaid)
def note_dividend(record: TrackRecord, occurrence: Occurrence) -> Iterable[Event]:
    """Remember what shares have brought: it is income, and no deposit."""
    paid: DividendPaid = occurrence.data
    booking_id, symbol, amount = paid.booking_id, paid.symbol, paid.amount
    record.receive(Dividend(booking_id, symbol, amount, occurrence.time, paid.market_time))
    return ()


@handlers.on(UserDeleted)
def forget_name(record: TrackRecord, deleted: UserDeleted) -> Iterable[Event]:
    """Take somebody who left off the leaderboard, by name; their figures name nobody."""
    record.leave(deleted.user_id)
    return ()
