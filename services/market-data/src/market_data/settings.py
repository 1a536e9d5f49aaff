"""Settings of the market-data service, read from MARKET_DATA_* variables."""

from math import inf
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import NoDecode, SettingsConfigDict

from chassis.settings import ServiceSettings
from vocabulary import Symbol

SPEED_MIN, SPEED_MAX = 0.1, 1000.0
SPEED_UNBOUNDED = "max"


def _parted(text: object) -> object:
    if not isinstance(text, str):
        return text
    return [part for part in text.upper().replace(" ", "").split(",") if part]


def _none_if_empty(text: object) -> object:
    return text or None


def _speed_in_words(speed: object) -> object:
    return inf if speed == SPEED_UNBOUNDED else speed


def _bounded(speed: float) -> float:
    if speed != inf and not SPEED_MIN <= speed <= SPEED_MAX:
        raise ValueError(f"from {SPEED_MIN:g} to {SPEED_MAX:g}, or {SPEED_UNBOUNDED!r}")
    return speed


Speed = Annotated[float, BeforeValidator(_speed_in_words), AfterValidator(_bounded)]
"""Market seconds per second; infinite, written ``max``, is as fast as ticks can be delivered."""

ListedSymbol = Annotated[Symbol, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.-]*$", max_length=20)]


class MarketDataSettings(ServiceSettings):
    """Which feed tells the prices, and how."""

    model_config = SettingsConfigDict(env_prefix="MARKET_DATA_")

    service_name = "market-data"

    feed: str = "simulator"
    symbols: Annotated[tuple[ListedSymbol, ...], NoDecode, BeforeValidator(_parted)] = ()
    """Which symbols to tell of, for the simulator any of the catalogue.

    All that the feed has, when empty; of the simulator the usual twenty.
    """
    speed: Speed = 1
    session: Literal["always", "regular", "extended"] = "always"
    """When the simulator trades, and what the clock calls open.

    Day and night, or in the hours of the real market, with or without those before and after.
    """
    seed: int = 1
    """The simulator's: the same seed gives the same prices."""
    quotes_per_second: float = Field(4, ge=0.1, le=100)
    """The simulator's, per symbol, on average."""
    replay_path: Annotated[Path | None, BeforeValidator(_none_if_empty)] = None
    """What the csv feed replays: a folder, or one file."""
    replay_loop: bool = False
    """Whether the csv feed starts over at its end, moved on by whole days."""
    history: str = ""
    """Whom to ask for bars that are missing here: a feed's own archive when empty, or ``none``."""
    silence_seconds: float = Field(60, gt=0)
    """How long a vendor may say nothing while its market is open, before it is called again."""
    requests_per_minute: Annotated[float | None, BeforeValidator(_none_if_empty)] = Field(
        None, gt=0
    )
    """How many requests a vendor takes; what its smallest plan allows, when left out."""
    alpaca_key: SecretStr | None = None
    alpaca_secret_key: SecretStr | None = None
    alpaca_data: Literal["iex", "sip"] = "iex"
    """What the plan includes: one exchange, or all of them."""
    alpaca_url: str = "https://data.alpaca.markets"
    alpaca_stream_url: str = "wss://stream.data.alpaca.markets"
    massive_key: SecretStr | None = None
    massive_url: str = "https://api.massive.com"
    massive_stream_url: str = "wss://socket.massive.com"
    """``wss://delayed.massive.com`` for plans with prices that are 15 minutes old."""
    ccxt_exchange: str = Field("coinbaseexchange", pattern="^[a-z0-9]+$")
    """By the name that ccxt has for it."""
    ccxt_url: str = ""
    """Where the exchange is reached instead of its own address, when not empty."""
    ccxt_python: Annotated[Path | None, BeforeValidator(_none_if_empty)] = None
    """The Python that ccxt is installed for, which is not our own."""
    minutes_days: int = Field(0, ge=0, le=36_500)
    """For how many days of market time one-minute bars are kept; 0 is for ever.

    They go by whole months. Longer bars are always kept.
    """
