"""Everything that has a name here, whether it ticks or not."""

from collections.abc import Mapping
from typing import NamedTuple

from market_data.domain.instruments import Instrument, Listing
from market_data.domain.search import Entry, Match, SearchIndex
from market_data.feeds.catalogue import catalogue
from vocabulary import AssetClass, Symbol


class Found(NamedTuple):
    """An instrument, why it was found, and whether it has prices here."""

    instrument: Instrument
    match: Match
    ticks: bool


class Finder:
    """Finds instruments of the feed and of the catalogue; of equal hits those that tick first."""

    def __init__(self, ticking: Mapping[Symbol, Instrument]) -> None:
        known = catalogue()
        inside = {symbol: ticking[symbol] for symbol in known.instruments if symbol in ticking}
        self._ticking = ticking
        self._instruments = {**inside, **ticking, **known.instruments, **ticking}
        self._listings = known
        self._by_class = {
            one: frozenset(
                symbol
                for symbol, instrument in self._instruments.items()
                if instrument.asset_class is one
            )
            for one in AssetClass
        }
        other = dict(known.other_names())
        self._index = SearchIndex(
            [
                Entry(symbol, instrument.name, other.get(symbol, ""))
                for symbol, instrument in self._instruments.items()
            ]
        )

    def find(self, query: str, limit: int, asset_class: AssetClass | None = None) -> list[Found]:
        """The best ``limit`` hits, of one class if that is said."""
        among = None if asset_class is None else self._by_class[asset_class]
        return [
            Found(self._instruments[symbol], match, symbol in self._ticking)
            for symbol, match in self._index.find(query, limit, among)
        ]

    def listing(self, symbol: Symbol) -> Listing | None:
        """All that is known of ``symbol``; None if nothing is."""
        instrument = self._instruments.get(symbol)
        if instrument is None:
            return None
        known = self._listings.find(symbol)
        return Listing(instrument, known.company, known.guide) if known else Listing(instrument)
