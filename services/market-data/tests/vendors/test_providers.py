"""Who could tell prices, who does, and how that is going."""

import json
from pathlib import Path
from typing import Any

import pytest
from fakes.alpaca import KEY, SECRET, FakeAlpaca
from fakes.listener import Settings
from live_market import Exchange, OpenExchange, eventually

from market_data.feeds.discovery import find_archive
from market_data.feeds.providers import CCXT, CSV, Provider, providers


async def listed(market: Exchange) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in await market.get("providers")}


async def test_plugins_are_listed_with_what_they_have_and_need(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM") as market:
        found = await listed(market)

    assert {"alpaca", "csv", "massive", "simulator"} <= set(found)
    assert {name for name, one in found.items() if one["runs"]} == {"simulator"}
    assert {name for name, one in found.items() if one["needs_key"]} == {"alpaca", "massive"}
    assert not found["alpaca"]["ready"]
    assert found["alpaca"]["health"] is None
    assert "1Day" in found["massive"]["intervals"]
    assert found["simulator"]["health"] == {"state": "live", "connections": []}


async def test_a_vendor_that_runs_shows_how_it_is_doing_and_never_its_key(
    alpaca: FakeAlpaca, chosen: dict[str, Any], exchange: OpenExchange
) -> None:
    async with exchange(**chosen | {"symbols": "AAPL"}) as market:
        await alpaca.connected()

        async def is_live() -> bool:
            return (await listed(market))["alpaca"]["health"]["state"] == "live"

        await eventually(is_live)
        found = await listed(market)

    shown = found["alpaca"]
    assert (shown["ready"], shown["runs"], shown["is_archive"]) == (True, True, True)
    (line,) = shown["health"]["connections"]
    assert (line["line"], line["reconnects"], line["last_error"]) == ("stocks", 0, None)
    assert KEY not in json.dumps(found)
    assert SECRET not in json.dumps(found)


@pytest.mark.parametrize("name", ["alpaca", "massive"])
async def test_what_is_said_of_an_archive_is_what_it_has(name: str, given: Settings) -> None:
    keys = {"alpaca_key": "PK", "alpaca_secret_key": "secret", "massive_key": "key"}
    described = next(one for one in providers() if one.name == name)

    async with find_archive(name)(given(**keys)) as archive:
        assert archive.intervals == set(described.intervals)
    assert described.is_ready(given(**keys))
    assert not described.is_ready(given())


def test_a_plugin_of_which_nothing_is_said_needs_nothing(given: Settings) -> None:
    assert Provider("somebody").is_ready(given())
    assert CSV in providers()


def test_ccxt_is_ready_once_its_environment_is_there(given: Settings, tmp_path: Path) -> None:
    python = tmp_path / "python"
    assert not CCXT.is_ready(given(ccxt_python=python))
    python.touch()
    assert CCXT.is_ready(given(ccxt_python=python))
