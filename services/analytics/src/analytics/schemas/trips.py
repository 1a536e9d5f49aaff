"""Round trips, as their trader sees them. Dollars and shares are exact, as strings."""

from typing import Annotated, Self
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from analytics.domain.excursion import Excursion
from analytics.domain.trip import RoundTrip
from analytics.queries.trips import Page
from events.base import Cash, PositivePrice, Shares
from vocabulary import FillId, Side, Symbol

SYMBOL = Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9./_-]+$", examples=["IBM"])


class EpochRequest(BaseModel):
    """Which epoch of the account: how often it had begun; the last one by default."""

    epoch: Annotated[int | None, Field(ge=1, le=1_000_000)] = None


class SymbolRequest(EpochRequest):
    """The same, of one symbol."""

    symbol: Annotated[Symbol | None, SYMBOL] = None


class TripsRequest(SymbolRequest):
    """Which trips, those that ended last first; ``cursor`` is the ``next_cursor`` before it."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: UUID | None = None


OwnEpoch = Annotated[EpochRequest, Query()]
OwnSymbol = Annotated[SymbolRequest, Query()]
OwnTrips = Annotated[TripsRequest, Query()]


class _Trip(BaseModel):
    trip_id: FillId
    symbol: Symbol
    side: Side
    opened_at: AwareDatetime
    shares: Shares
    peak: Shares
    entry_price: PositivePrice | None
    entered: Cash
    exited: Cash
    fees: Cash
    fills: int


class TripResponse(_Trip):
    """A round trip, from no position to none again; dollars, and market time.

    ``side`` is how it was entered. ``shares`` were entered in all, ``peak`` at most at once. The
    ``profit`` is less ``fees``. ``adverse`` is how far it went against the trader (MAE) and
    ``favourable`` how far for them (MFE), in dollars of the whole position, without fees. What was
    too little to come to money has no price.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "trip_id": "01a1fb01-2a4b-7c8d-8e9f-0a1b2c3d4e5f",
                "symbol": "IBM",
                "side": "buy",
                "opened_at": "2013-10-07T14:31:05Z",
                "shares": "30",
                "peak": "20",
                "entry_price": "182.5",
                "entered": "5475",
                "exited": "5505.3",
                "fees": "0.36",
                "fills": 4,
                "closed_at": "2013-10-07T15:02:11Z",
                "exit_price": "183.51",
                "profit": "29.94",
                "held_seconds": 1866,
                "adverse": "-12.4",
                "favourable": "41.2",
            }
        }
    )

    closed_at: AwareDatetime
    exit_price: PositivePrice | None
    profit: Cash
    held_seconds: int
    adverse: Cash
    favourable: Cash

    @classmethod
    def of(cls, trip: RoundTrip, excursion: Excursion) -> Self:
        """The trip as its trader sees it."""
        return cls.model_validate(
            {
                **_about(trip),
                "closed_at": trip.closed_at,
                "exit_price": trip.exit_price or None,
                "profit": trip.profit,
                "held_seconds": int(trip.held_for.total_seconds()),
                "adverse": excursion.adverse,
                "favourable": excursion.favourable,
            }
        )


class OpenTripResponse(_Trip):
    """A round trip that is not over; ``quantity`` shares are held, or owed after a sale."""

    quantity: Shares

    @classmethod
    def of(cls, trip: RoundTrip) -> Self:
        """The trip as its trader sees it."""
        return cls.model_validate({**_about(trip), "quantity": trip.quantity})


class TripPage(BaseModel):
    """Some trips that are over, those that ended last first."""

    trips: list[TripResponse]
    next_cursor: UUID | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """The page as its trader sees it."""
        shown = [TripResponse.of(trip, excursion) for trip, excursion in page.trips]
        return cls(trips=shown, next_cursor=page.next_cursor)


def _about(trip: RoundTrip) -> dict[str, object]:
    about: dict[str, object] = {name: getattr(trip, name) for name in _Trip.model_fields}
    return about | {"entry_price": trip.entry_price or None}
