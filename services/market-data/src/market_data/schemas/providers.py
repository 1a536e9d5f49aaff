"""The plugins that could tell prices, and how those that do are doing."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from market_data.feeds.health import HealthState, worst
from market_data.feeds.providers import Provider
from market_data.ticker.assembly import Ticker
from market_data.ticker.market import Market
from vocabulary import AssetClass, BarInterval


class ConnectionResponse(BaseModel):
    """One connection to a vendor. ``since`` is wall time; ``last_error`` may be overcome."""

    model_config = ConfigDict(from_attributes=True)

    line: str
    state: HealthState
    since: AwareDatetime
    reconnects: int
    last_error: str | None


class HealthResponse(BaseModel):
    """How a feed is doing: as its worst connection. Those of our own making have none."""

    state: HealthState
    connections: list[ConnectionResponse]

    @classmethod
    def of(cls, market: Market) -> Self:
        """The feed that runs."""
        connections = market.feed.report().connections
        own = HealthState.LIVE if market.problem is None else HealthState.DOWN
        return cls(
            state=worst(connections) if connections else own,
            connections=[ConnectionResponse.model_validate(one) for one in connections],
        )


class ProviderResponse(BaseModel):
    """A plugin that is installed.

    ``runs`` says that it tells the prices, ``is_archive`` that it is asked for bars of the past
    that are missing here, ``intervals`` which it has. It is ``ready`` once it has its key,
    if it needs one, and its own environment.
    """

    name: str
    about: str
    asset_classes: list[AssetClass]
    intervals: list[BarInterval]
    needs_key: bool
    ready: bool
    runs: bool
    is_archive: bool
    health: HealthResponse | None

    @classmethod
    def of(cls, provider: Provider, ticker: Ticker) -> Self:
        """A plugin as it stands. Keys are never shown."""
        runs = ticker.market.feed.name == provider.name
        return cls(
            name=provider.name,
            about=provider.about,
            asset_classes=list(provider.classes),
            intervals=list(provider.intervals),
            needs_key=bool(provider.keys),
            ready=provider.is_ready(ticker.settings),
            runs=runs,
            is_archive=ticker.archive is not None and ticker.archive.name == provider.name,
            health=HealthResponse.of(ticker.market) if runs else None,
        )
