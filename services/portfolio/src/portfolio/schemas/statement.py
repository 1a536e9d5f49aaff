"""Statements, as their owner sees them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from chassis.moments import Day
from events.base import Cash, Shares
from portfolio.domain.days import beginning_of, day_after, month_after
from portfolio.domain.ledger import BookingKind
from portfolio.domain.statement import Balances, Line
from portfolio.queries.statement import Booked, Statement
from portfolio.queries.wanted import Wanted
from portfolio.schemas.paging import RangeRequest
from portfolio.schemas.spreadsheet import Cell
from vocabulary import AccountId, Money, Quantity, Symbol

FIRST_DAY, END_DAY = date(1900, 1, 1), date(2199, 12, 31)
NAMES = ("market_time", "kind", "description", "asset", "amount", "balance", "booking_id")

Month = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]


class StatementRequest(RangeRequest):
    """Which part of the history: a ``day``, else a ``month``, else from ``since`` to ``until``.

    Days are New York's. What is not named has no end.
    """

    day: Annotated[Day, Field(ge=FIRST_DAY, lt=END_DAY, examples=["2013-10-07"])] | None = None
    month: Annotated[Month, Field(examples=["2013-10"])] | None = None

    def wanted(self, account_id: AccountId) -> Wanted:
        """The same, of the caller's own account."""
        since, until = self._stretch()
        return Wanted(account_id, since=since, until=until, epoch=self.epoch)

    def _stretch(self) -> tuple[datetime | None, datetime | None]:
        if self.day is not None:
            return beginning_of(self.day), beginning_of(day_after(self.day))
        if self.month is not None:
            first = date.fromisoformat(f"{self.month}-01")
            return beginning_of(first), beginning_of(month_after(first))
        return self.since, self.until


StatementWanted = Annotated[StatementRequest, Query()]


class HoldingResponse(BaseModel):
    """Shares of a symbol; negative when they are owed."""

    symbol: Symbol
    quantity: Shares


class BalancesResponse(BaseModel):
    """What there was at a moment."""

    cash: Cash
    positions: list[HoldingResponse]

    @classmethod
    def of(cls, balances: Balances) -> Self:
        """As the account's owner sees it."""
        positions = [
            HoldingResponse(symbol=Symbol(symbol), quantity=Quantity(shares))
            for symbol, shares in balances.positions.items()
        ]
        return cls(cash=Money(balances.cash), positions=positions)


class LineResponse(BaseModel):
    """Dollars if the asset is ``USD``, otherwise shares: what moved, and what is there then."""

    asset: str
    amount: Shares
    balance: Shares

    @classmethod
    def of(cls, line: Line) -> Self:
        """As the account's owner sees it."""
        return cls(asset=line.asset, amount=Quantity(line.amount), balance=Quantity(line.balance))


class BookedResponse(BaseModel):
    """A booking, and a line for each asset of the account that it moved."""

    booking_id: UUID
    number: int
    epoch: int
    kind: BookingKind
    description: str
    market_time: AwareDatetime | None
    lines: list[LineResponse]

    @classmethod
    def of(cls, booked: Booked) -> Self:
        """As the account's owner sees it."""
        row = booked.booking
        return cls(
            booking_id=row.booking_id,
            number=row.number,
            epoch=row.epoch,
            kind=row.kind,
            description=row.description,
            market_time=row.market_time,
            lines=[LineResponse.of(one) for one in booked.lines],
        )


class StatementResponse(BaseModel):
    """What there was, every booking in order, and what there is then: one follows from the other.

    Bookings of no known market time, like the first deposit, come before all others.
    """

    since: AwareDatetime | None
    until: AwareDatetime | None
    opening: BalancesResponse
    bookings: list[BookedResponse]
    closing: BalancesResponse

    @classmethod
    def of(cls, wanted: Wanted, statement: Statement) -> Self:
        """As the account's owner sees it."""
        return cls(
            since=wanted.since,
            until=wanted.until,
            opening=BalancesResponse.of(statement.opening),
            bookings=[BookedResponse.of(one) for one in statement.booked],
            closing=BalancesResponse.of(statement.closing),
        )


def balance_cells(
    name: str, at: datetime | None, balances: Mapping[str, Decimal]
) -> Iterator[Sequence[Cell]]:
    """A line for each asset, as a statement begins and ends."""
    for asset in sorted(balances):
        yield [at, name, "", asset, None, balances[asset], None]


def booked_cells(booked: Booked) -> Iterator[Sequence[Cell]]:
    """A line for each asset that a booking moved."""
    row = booked.booking
    for line in booked.lines:
        yield [row.market_time, row.kind, row.description, *line, row.booking_id]
