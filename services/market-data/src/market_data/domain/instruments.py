"""What can be traded here."""

from dataclasses import dataclass

from vocabulary import AssetClass, Price, Quantity, Symbol


@dataclass(frozen=True, slots=True)
class Instrument:
    """One thing with a price. ``tick_size`` is in dollars, ``lot`` in shares or coins.

    Every price is a whole number of ticks; quoted sizes are whole numbers of lots.
    """

    symbol: Symbol
    name: str
    asset_class: AssetClass
    exchange: str
    tick_size: Price
    lot: Quantity
