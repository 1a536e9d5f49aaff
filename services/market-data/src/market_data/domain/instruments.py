"""What can be traded here, and what is known of it."""

from dataclasses import dataclass
from enum import StrEnum

from vocabulary import AssetClass, Price, Quantity, Symbol


class Sector(StrEnum):
    """What a company does, by the Global Industry Classification Standard."""

    COMMUNICATION_SERVICES = "communication_services"
    CONSUMER_DISCRETIONARY = "consumer_discretionary"
    CONSUMER_STAPLES = "consumer_staples"
    ENERGY = "energy"
    FINANCIALS = "financials"
    HEALTH_CARE = "health_care"
    INDUSTRIALS = "industrials"
    INFORMATION_TECHNOLOGY = "information_technology"
    MATERIALS = "materials"
    REAL_ESTATE = "real_estate"
    UTILITIES = "utilities"


class Calendar(StrEnum):
    """When something trades, by the names of the library exchange_calendars."""

    EXCHANGE = "XNYS"
    """In the sessions of the New York Stock Exchange."""
    WEEKDAYS = "24/5"
    """Day and night, but not on the weekend."""
    ALWAYS = "24/7"
    """Day and night, on every day."""


CALENDARS = {
    AssetClass.STOCK: Calendar.EXCHANGE,
    AssetClass.ETF: Calendar.EXCHANGE,
    AssetClass.CRYPTO: Calendar.ALWAYS,
    AssetClass.COMMODITY: Calendar.WEEKDAYS,
    AssetClass.FX: Calendar.WEEKDAYS,
}
"""When each class trades."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One thing with a price. ``tick_size`` is in dollars, ``lot`` in shares or coins.

    Every price is a whole number of ticks; quoted sizes are whole numbers of lots. ``sector`` is
    None where it has none, or nobody told.
    """

    symbol: Symbol
    name: str
    asset_class: AssetClass
    exchange: str
    tick_size: Price
    lot: Quantity
    sector: Sector | None = None

    @property
    def calendar(self) -> Calendar:
        """When it trades."""
        return CALENDARS[self.asset_class]


@dataclass(frozen=True, slots=True)
class Company:
    """Who issued a share, as far as it is known. ``cik`` is its number at the SEC."""

    cik: int
    also_called: str | None
    industries: tuple[str, ...]
    headquarters: str | None
    founded: int | None
    employees: int | None
    website: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """An instrument of the catalogue. ``guide`` is about what one costs, in dollars."""

    instrument: Instrument
    company: Company | None = None
    guide: Price | None = None
