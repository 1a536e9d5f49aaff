"""Instruments known by name: a few thousand, in a file that ``make instruments`` writes.

The file is read when somebody first asks, in a fiftieth of a second.
"""

import csv
import gzip
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import NamedTuple

from market_data.domain.instruments import Company, Instrument, Listing, Sector
from vocabulary import AssetClass, Price, Quantity, Symbol

FILE = "instruments.csv.gz"
CENT = Price(Decimal("0.01"))
ROUND_LOT = Quantity(Decimal(100))


class _Row(NamedTuple):
    """A line of the file. What is empty is not known."""

    symbol: str
    name: str
    also_called: str
    asset_class: str
    exchange: str
    sector: str
    tick: str
    lot: str
    guide: str
    cik: str
    industries: str
    headquarters: str
    founded: str
    employees: str
    website: str


class Catalogue:
    """Everything known by name. ``instruments`` are by symbol, larger companies first."""

    def __init__(self, rows: list[_Row]) -> None:
        self._rows = {Symbol(row.symbol): row for row in rows}
        numbers = {text: Decimal(text) for row in rows for text in (row.tick, row.lot)}
        self.instruments = {Symbol(row.symbol): _instrument(row, numbers) for row in rows}

    def find(self, symbol: Symbol) -> Listing | None:
        """All that is known of ``symbol``; None if it is unknown."""
        row = self._rows.get(symbol)
        if row is None:
            return None
        guide = Price(Decimal(row.guide)) if row.guide else None
        return Listing(self.instruments[symbol], _company(row), guide)

    def other_names(self) -> Iterator[tuple[Symbol, str]]:
        """What some are called as well."""
        return ((symbol, row.also_called) for symbol, row in self._rows.items() if row.also_called)


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    text = gzip.decompress(files("market_data.feeds").joinpath(FILE).read_bytes()).decode()
    reader = csv.reader(line for line in StringIO(text) if not line.startswith("#"))
    next(reader)
    return Catalogue([_Row._make(fields) for fields in reader])


def instrument_of(symbol: Symbol) -> Instrument:
    """What is known of ``symbol``; of one that nobody has described, that it looks like a stock."""
    known = catalogue().instruments.get(symbol)
    return known or Instrument(symbol, symbol, AssetClass.STOCK, "", CENT, ROUND_LOT)


def _instrument(row: _Row, numbers: dict[str, Decimal]) -> Instrument:
    return Instrument(
        Symbol(row.symbol),
        row.name,
        AssetClass(row.asset_class),
        row.exchange,
        Price(numbers[row.tick]),
        Quantity(numbers[row.lot]),
        Sector(row.sector) if row.sector else None,
    )


def _company(row: _Row) -> Company | None:
    if not row.cik:
        return None
    return Company(
        cik=int(row.cik),
        also_called=row.also_called or None,
        industries=tuple(filter(None, row.industries.split("|"))),
        headquarters=row.headquarters or None,
        founded=int(row.founded) if row.founded else None,
        employees=int(row.employees) if row.employees else None,
        website=row.website or None,
    )
