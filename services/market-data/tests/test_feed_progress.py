"""How far a replay is, for Prometheus and for `outcry status`; and how long it has been silent."""

from math import isnan
from pathlib import Path

import pytest
from live_market import OpenExchange
from prometheus_client import REGISTRY

pytestmark = pytest.mark.real


def shown(name: str = "market_feed_progress") -> float:
    value = REGISTRY.get_sample_value(name)
    assert value is not None
    return value


async def test_a_replay_shows_its_share_and_a_made_up_market_has_none(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "IBM.trades.csv").write_text(
        "timestamp,symbol,price,size\n2013-10-07T12:00:00Z,IBM,180,1\n"
    )
    async with exchange(feed="csv", replay_path=tmp_path, speed="max") as market:
        await market.wall.step(1)
        replayed = shown()
    async with exchange(symbols="IBM"):
        made_up = shown()

    assert replayed == 1
    assert isnan(made_up)


async def test_how_long_a_feed_has_told_nothing_is_shown(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "IBM.trades.csv").write_text(
        "timestamp,symbol,price,size\n2013-10-07T12:00:00Z,IBM,180,1\n"
    )
    async with exchange(feed="csv", replay_path=tmp_path, speed="max") as market:
        await market.wall.step(1)
        before = shown("market_feed_silent_seconds")
        await market.wall.step(30)
        after = shown("market_feed_silent_seconds")

    assert before < 2
    assert after == pytest.approx(before + 30)
