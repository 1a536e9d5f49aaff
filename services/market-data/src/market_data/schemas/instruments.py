"""Instruments, and what is known of them."""

from typing import Annotated, Self

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from events.base import PositivePrice, PositiveShares
from market_data.domain.instruments import Calendar, Instrument, Listing, Sector
from market_data.domain.search import Match
from market_data.ticker.finder import Found
from vocabulary import AssetClass, Symbol

QUERY_MAX = 64
HITS_MAX = 50
HOURS = {
    Calendar.EXCHANGE: "Monday to Friday 09:30 to 16:00 in New York, before from 04:00 and after"
    " until 20:00; not on holidays, shorter on half days",
    Calendar.WEEKDAYS: "Sunday 17:00 to Friday 17:00 in New York, day and night",
    Calendar.ALWAYS: "day and night, on every day",
}


class InstrumentResponse(BaseModel):
    """Something with a price. ``tick_size`` is in dollars, ``lot`` in shares, coins or units.

    ``sector`` is that of the Global Industry Classification Standard, where it is known.
    ``calendar`` is called as in the library exchange_calendars.
    """

    model_config = ConfigDict(from_attributes=True)

    symbol: Symbol
    name: str
    asset_class: AssetClass
    exchange: str
    sector: Sector | None
    tick_size: PositivePrice
    lot: PositiveShares
    calendar: Calendar


class InstrumentsRequest(BaseModel):
    """Which of those that have prices here; all, when nothing is said."""

    asset_class: AssetClass | None = None
    exchange: Annotated[str | None, Field(max_length=20, examples=["NYSE"])] = None
    sector: Sector | None = None

    def wants(self, instrument: Instrument) -> bool:
        """Whether it is one of them."""
        return (
            self.asset_class in (None, instrument.asset_class)
            and self.exchange in (None, instrument.exchange)
            and self.sector in (None, instrument.sector)
        )


class SearchRequest(BaseModel):
    """What somebody typed: a symbol, or words of a name or the beginnings of such."""

    q: Annotated[
        str, StringConstraints(min_length=1, max_length=QUERY_MAX), Field(examples=["microsft"])
    ]
    limit: Annotated[int, Field(ge=1, le=HITS_MAX)] = 10
    asset_class: AssetClass | None = None


AskedInstruments = Annotated[InstrumentsRequest, Query()]
Asked = Annotated[SearchRequest, Query()]


class HitResponse(BaseModel):
    """What was found, and why. ``ticks``: whether it has prices here."""

    instrument: InstrumentResponse
    match: Match
    ticks: bool

    @classmethod
    def of(cls, found: Found) -> Self:
        """A hit as it is shown."""
        shown = InstrumentResponse.model_validate(found.instrument)
        return cls(instrument=shown, match=found.match, ticks=found.ticks)


class CompanyResponse(BaseModel):
    """Who issued a share. What is not known is null. ``cik`` is its number at the SEC."""

    model_config = ConfigDict(from_attributes=True)

    cik: int
    also_called: str | None
    industries: list[str]
    headquarters: str | None
    founded: int | None
    employees: int | None
    website: str | None


class DetailsResponse(InstrumentResponse):
    """All that is known of an instrument. ``trading_hours`` are those of its calendar."""

    trading_hours: str
    company: CompanyResponse | None

    @classmethod
    def of(cls, listing: Listing) -> Self:
        """An instrument with what is known of it."""
        instrument, company = listing.instrument, listing.company
        return cls(
            **InstrumentResponse.model_validate(instrument).model_dump(),
            trading_hours=HOURS[instrument.calendar],
            company=None if company is None else CompanyResponse.model_validate(company),
        )
