"""Which instruments a vendor is asked for, and what it calls them."""

from collections.abc import Callable, Mapping, Sequence

from market_data.domain.instruments import Instrument
from market_data.feeds.catalogue import instrument_of
from market_data.feeds.feed import FeedRefused
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass, Symbol

CURRENCIES = ("USDT", "USDC", "USD", "EUR", "GBP", "BTC", "ETH", "JPY")
"""What pairs are quoted in; of ``BTCUSDT`` the longest that fits is taken."""
NO_SYMBOLS = "a vendor has too many symbols to tell of all: name some in MARKET_DATA_SYMBOLS"

Name = Callable[[Symbol], str]


def chosen(settings: MarketDataSettings, classes: Sequence[AssetClass]) -> list[Instrument]:
    """The instruments that the settings name.

    Raises:
        FeedRefused: there are none, or the vendor has no such instruments.
    """
    if not settings.symbols:
        raise FeedRefused("no_symbols", NO_SYMBOLS)
    instruments = [instrument_of(symbol) for symbol in settings.symbols]
    if foreign := [one.symbol for one in instruments if one.asset_class not in classes]:
        reason = f"{settings.feed} has no {', '.join(foreign)}: it has {', '.join(classes)}"
        raise FeedRefused("unknown_symbol", reason)
    return instruments


def names(instruments: Sequence[Instrument], name: Name) -> Mapping[str, Symbol]:
    """Our symbols by the vendor's names for them."""
    return {name(one.symbol): one.symbol for one in instruments}


def pair(symbol: Symbol, between: str) -> str:
    """``BTCUSD`` as ``BTC/USD``, with ``between`` in between."""
    for currency in CURRENCIES:
        if symbol.endswith(currency) and symbol != currency:
            return f"{symbol.removesuffix(currency)}{between}{currency}"
    return symbol
