"""How facts and figures are written as rows, and read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Row as DatabaseRow

from analytics.domain.companies import Adjusted, Adjustment, Dividend
from analytics.domain.days import day_of
from analytics.domain.facts import Beginning, Counted, OrderFact, Outcome, Payment
from analytics.domain.fill import Fill
from analytics.domain.holding import Holding
from analytics.domain.record import TrackRecord
from analytics.domain.trip import RoundTrip
from chassis.statements import Row
from chassis.transaction import row_of
from vocabulary import AccountId, RejectionReason, Side

Found = DatabaseRow[Any]


def new_fills(record: TrackRecord) -> Iterator[Row]:
    """The fills that are not stored yet."""
    for counted in record.unsaved.fills:
        about = {"account_id": record.account_id}
        yield {**row_of(counted.fill), **about, **worked_out(counted)}


def worked_out(counted: Counted) -> Row:
    """What is not a fact of a fill."""
    return {
        "fill_id": counted.fill.fill_id,
        "number": counted.number,
        "epoch": counted.epoch,
        "day": day_of(counted.fill.market_time),
        "realised": counted.realised,
        "trip_id": counted.trip_id,
        "held": counted.step.quantity,
        "balance": counted.step.balance,
    }


def new_orders(record: TrackRecord) -> Iterator[Row]:
    """What became of orders, and is not stored yet."""
    for fact in record.unsaved.orders:
        yield {"account_id": record.account_id, **fact._asdict()}


def new_beginnings(record: TrackRecord) -> Iterator[Row]:
    """The beginnings that are not stored yet."""
    for beginning in record.unsaved.beginnings:
        yield {"account_id": record.account_id, **beginning._asdict()}


def new_payments(record: TrackRecord) -> Iterator[Row]:
    """The payments that are not stored yet."""
    for payment in record.unsaved.payments:
        yield {"account_id": record.account_id, **payment._asdict()}


def new_adjustments(record: TrackRecord) -> Iterator[Row]:
    """The splits that are not stored yet; where they belong is worked out with everything else."""
    for split in record.unsaved.adjustments:
        yield {
            "account_id": record.account_id,
            **split._asdict(),
            "number": None,
            "epoch": None,
            "trip_id": None,
            "held": None,
            "balance": None,
        }


def placed(adjusted: Adjusted) -> Row:
    """What is not a fact of a split."""
    return {
        "booking_id": adjusted.adjustment.booking_id,
        "number": adjusted.number,
        "epoch": adjusted.epoch,
        "trip_id": adjusted.trip_id,
        "held": adjusted.step.quantity,
        "balance": adjusted.step.balance,
    }


def new_dividends(record: TrackRecord) -> Iterator[Row]:
    """The dividends that are not stored yet."""
    for dividend in record.unsaved.dividends:
        yield {"account_id": record.account_id, **dividend._asdict()}


def adjustment_of(row: Found) -> Adjustment:
    """As it was heard."""
    return Adjustment(*(getattr(row, name) for name in Adjustment._fields))


def dividend_of(row: Found) -> Dividend:
    """As it was heard."""
    return Dividend(*(getattr(row, name) for name in Dividend._fields))


def take_actions(
    records: Mapping[AccountId, TrackRecord], splits: Iterable[Found], paid: Iterable[Found]
) -> None:
    """Let accounts remember what companies did to their shares."""
    for row in splits:
        records[row.account_id].adjustments[row.booking_id] = adjustment_of(row)
    for row in paid:
        records[row.account_id].dividends[row.booking_id] = dividend_of(row)


def counts(record: TrackRecord) -> Row:
    """How many fills and orders there are."""
    outcomes = {outcome.value: record.orders[outcome] for outcome in Outcome}
    about = {"account_id": record.account_id, "number": record.number, "latest": record.latest}
    return about | outcomes


def changed_rejections(record: TrackRecord) -> Iterator[Row]:
    """How many orders were refused, by the reasons of which there are more now."""
    for reason in record.unsaved.refusals:
        orders = record.rejections[reason]
        yield {"account_id": record.account_id, "reason": reason, "orders": orders}


def changed_holdings(record: TrackRecord) -> Iterator[Row]:
    """What was traded since the record was stored."""
    for epoch, symbol in record.unsaved.changed:
        holding = record.book(epoch).holdings[symbol]
        yield row_of(holding) | {"account_id": record.account_id, "epoch": epoch}


def changed_trips(record: TrackRecord) -> Iterator[Row]:
    """The trips that ended since, and those of the same symbols that are under way."""
    about = {"account_id": record.account_id}
    for epoch, trip in record.unsaved.over:
        yield row_of(trip) | about | {"epoch": epoch}
    for epoch, symbol in record.unsaved.changed:
        if trip := record.book(epoch).trips.get(symbol):
            yield row_of(trip) | about | {"epoch": epoch}


def beginning_of(row: Found) -> Beginning:
    """As it was heard."""
    return Beginning(row.epoch, row.cash, row.said_at, row.market_time)


def payment_of(row: Found) -> Payment:
    """As it was heard."""
    return Payment(*(getattr(row, name) for name in Payment._fields))


def order_fact_of(row: Found) -> OrderFact:
    """As it was heard."""
    reason = RejectionReason(row.reason) if row.reason is not None else None
    return OrderFact(row.event_id, Outcome(row.outcome), row.orders, reason)


def fill_of(row: Found) -> Fill:
    """As it was heard."""
    return Fill(
        fill_id=row.fill_id,
        symbol=row.symbol,
        side=Side(row.side),
        quantity=row.quantity,
        price=row.price,
        market_time=row.market_time,
        said_at=row.said_at,
        fee=row.fee,
        order_id=row.order_id,
    )


def holding_of(row: Found) -> Holding:
    """As it was stored."""
    return Holding(
        symbol=row.symbol,
        quantity=row.quantity,
        cost=row.cost,
        bought=row.bought,
        sold=row.sold,
        shares_traded=row.shares_traded,
        trades=row.trades,
        fees=row.fees,
        dividends=row.dividends,
    )


def trip_of(row: Found) -> RoundTrip:
    """As it was stored."""
    return RoundTrip(
        trip_id=row.trip_id,
        symbol=row.symbol,
        side=Side(row.side),
        opened_at=row.opened_at,
        quantity=row.quantity,
        shares=row.shares,
        peak=row.peak,
        entered=row.entered,
        exited=row.exited,
        fees=row.fees,
        fills=row.fills,
        closed_at=row.closed_at,
    )
