"""What can be said of a plugin without loading it: some take seconds and a hundred megabytes.

An entry point of group ``outcry.providers`` names a ``Provider``; a plugin without one is listed
by its name alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import cast

from market_data.feeds.ccxt.bridge import is_installed
from market_data.feeds.discovery import ARCHIVES, FEEDS, offered
from market_data.settings import MarketDataSettings
from vocabulary import AssetClass, BarInterval

PROVIDERS = "outcry.providers"
_UP_TO_AN_HOUR = (
    BarInterval.MINUTE_1,
    BarInterval.MINUTE_5,
    BarInterval.MINUTE_15,
    BarInterval.MINUTE_30,
    BarInterval.HOUR_1,
)
_WITH_DAYS = (*_UP_TO_AN_HOUR, BarInterval.DAY_1)


def _always(_settings: MarketDataSettings) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Provider:
    """A plugin. ``keys`` are the settings without which it does not start.

    ``intervals`` are those of which it has bars of the past; there are none without an archive.
    """

    name: str
    about: str = ""
    classes: tuple[AssetClass, ...] = ()
    keys: tuple[str, ...] = ()
    intervals: tuple[BarInterval, ...] = ()

    is_installed: Callable[[MarketDataSettings], bool] = _always

    def is_ready(self, settings: MarketDataSettings) -> bool:
        """Whether it has the keys that it needs, and all else that it stands on."""
        has_keys = all(_secret(getattr(settings, key)) for key in self.keys)
        return has_keys and self.is_installed(settings)


SIMULATOR = Provider(
    "simulator",
    "Made-up prices with a made-up past, the same for the same seed",
    tuple(AssetClass),
    (),
    (*_UP_TO_AN_HOUR, BarInterval.HOUR_4, BarInterval.DAY_1),
)
CSV = Provider("csv", "Recordings, replayed", tuple(AssetClass))
ALPACA = Provider(
    "alpaca",
    "Alpaca Markets",
    (AssetClass.STOCK, AssetClass.ETF, AssetClass.CRYPTO),
    ("alpaca_key", "alpaca_secret_key"),
    _WITH_DAYS,
)
MASSIVE = Provider(
    "massive",
    "Massive, formerly Polygon.io",
    (AssetClass.STOCK, AssetClass.ETF, AssetClass.CRYPTO, AssetClass.FX),
    ("massive_key",),
    _WITH_DAYS,
)
CCXT = Provider(
    "ccxt",
    "A crypto exchange, by ccxt in an environment of its own",
    (AssetClass.CRYPTO,),
    (),
    _WITH_DAYS,
    is_installed,
)


def providers() -> list[Provider]:
    """All plugins of the installed packages, by name."""
    return sorted(_described(), key=lambda one: one.name)


def _described() -> Iterator[Provider]:
    described = {one.name: one for one in entry_points(group=PROVIDERS)}
    for name in {*offered(FEEDS), *offered(ARCHIVES)}:
        found = described.get(name)
        yield cast(Provider, found.load()) if found else Provider(name)


def _secret(value: object) -> str:
    reveal = getattr(value, "get_secret_value", str)
    return cast(str, reveal()) if value else ""
