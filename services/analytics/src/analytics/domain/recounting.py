"""Track records that are made anew from all that was heard."""

from collections.abc import Collection, Iterable

from analytics.domain.companies import Adjustment, Dividend
from analytics.domain.facts import Beginning, OrderFact, Payment
from analytics.domain.fill import Fill
from analytics.domain.record import TrackRecord
from vocabulary import AccountId

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

    Each split comes before the first fill of its symbol that traded what it has made.
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
        for split in [one for one in waiting if one.comes_before(fill)]:
            waiting.remove(split)
            record.place(split)
        record.trade(fill)
    for split in waiting:
        record.place(split)
    record.adjustments |= {one.booking_id: one for one in splits}
    return record
