"""Histories as CSV: a line of names, then one for each thing that happened, newest first."""

from collections.abc import Iterator, Sequence

from portfolio.domain.ledger import CASH, Entry
from portfolio.queries.history import Found
from portfolio.schemas.lots import ClosingResponse
from portfolio.schemas.spreadsheet import Cell
from vocabulary import AccountId

TRADES = (
    "market_time",
    "symbol",
    "side",
    "quantity",
    "price",
    "value",
    "fee",
    "realised",
    "counterparty",
    "epoch",
    "fill_id",
    "order_id",
    "booked_at",
)
CLOSINGS = (
    "closed_at",
    "opened_at",
    "symbol",
    "quantity",
    "cost",
    "proceeds",
    "realised",
    "epoch",
    "booking_id",
    "lot_id",
)
BOOKINGS = (
    "number",
    "market_time",
    "kind",
    "description",
    "asset",
    "amount",
    "epoch",
    "booking_id",
    "created_at",
)


def trade_cells(trade: Found) -> Iterator[Sequence[Cell]]:
    """The line of a fill."""
    yield [getattr(trade, name) for name in TRADES]


def closing_cells(closing: Found) -> Iterator[Sequence[Cell]]:
    """The line of shares that left their lot."""
    found = ClosingResponse.of(closing)
    yield [getattr(found, name) for name in CLOSINGS]


def booking_cells(
    account_id: AccountId, booking: Found, entries: Sequence[Entry]
) -> Iterator[Sequence[Cell]]:
    """A line for each asset that the booking moved, with what it did to the account's own."""
    for entry in sorted(entries, key=lambda one: (one.asset != CASH, one.asset)):
        if entry.account_id == account_id:
            yield [
                booking.number,
                booking.market_time,
                booking.kind,
                booking.description,
                entry.asset,
                entry.amount,
                booking.epoch,
                booking.booking_id,
                booking.created_at,
            ]
