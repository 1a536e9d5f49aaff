"""Track records that are made anew from all that was heard."""

from collections.abc import Collection, Iterable

from analytics.domain.companies import Adjustment, Dividend
from analytics.domain.facts import Beginning, OrderFact, Payment
from analytics.domain.fill import Fill
from analytics.domain.record import TrackRecord
from vocabulary import NO_SHARES, AccountId, Quantity

Actions = tuple[Collection[Adjustment], Iterable[Dividend]]
"""The splits and the dividends of companies."""
NO_ACTIONS: Actions = ((), ())


def recounted(  # noqa: PLR0917  # one for each kind of fact
    account_id: AccountId,
    beginnings: Iterable[Beginning],
    payments: Iterable[Payment],
    orders: Iterable[OrderFact],
    fills: Iterable[Fill],
    actions: Actions = NO_ACTIONS,
) -> TrackRecord:
    """The track record that these facts make; fills come in the order in which they were heard.

    Each split comes right after the fill that it names; one that names none, before the first fill
    of its symbol that traded what it has made, or that was converted as one that was late.
    """
    record = TrackRecord(account_id)
    for beginning in beginnings:
        record.begin(beginning)
    for payment in payments:
        record.pay(payment)
    for fact in orders:
        record.count(fact)
    splits, dividends = actions
    for dividend in dividends:
        record.receive(dividend)
    waiting = sorted(splits, key=lambda one: (one.market_time, one.booking_id))
    for fill in fills:
        _count(record, fill, waiting)
    for split in waiting:
        record.place(split)
    record.adjustments |= {one.booking_id: one for one in splits}
    return record


def _count(record: TrackRecord, fill: Fill, waiting: list[Adjustment]) -> None:
    """Count a fill among the splits that wait for it."""
    named = [one for one in waiting if one.fill_id == fill.fill_id]
    late = {one.market_time for one in named if one.converts(fill)}
    for split in [one for one in waiting if one.fill_id is None and one.symbol == fill.symbol]:
        if split.comes_before(fill) or split.market_time in late:
            waiting.remove(split)
            record.place(split)
    grown = sum((one.grown for one in named if one.converts(fill)), NO_SHARES)
    record.trade(fill, Quantity(grown))
    for split in named:
        waiting.remove(split)
        record.place(split, is_converted=split.converts(fill))
