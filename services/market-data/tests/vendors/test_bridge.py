"""The process on the other end may say what it likes, and end when it likes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.listener import Settings

from market_data.feeds.ccxt.bridge import BridgeBroken, bridge
from market_data.feeds.discovery import find_archive
from market_data.feeds.feed import FeedRefused
from vocabulary import BarInterval, Symbol


@pytest.fixture
def process(tmp_path: Path) -> Path:
    return tmp_path / "python"


def write(process: Path, *lines: str) -> None:
    process.write_text("\n".join(["#!/bin/sh", "read wanted", *lines]))
    process.chmod(0o755)


async def test_what_is_no_line_of_ours_is_passed_over(process: Path, given: Settings) -> None:
    write(process, "echo a warning", "echo 7", "echo '{\"ready\": true}'")
    async with bridge(given(ccxt_python=process), ["BTC/USD"]) as running:
        assert await running.next() == {"ready": True}
        with pytest.raises(BridgeBroken, match="process ended"):
            await running.next()


async def test_it_is_told_what_to_do_in_its_first_line(process: Path, given: Settings) -> None:
    write(process, 'echo "$wanted"')
    settings = given(ccxt_python=process, ccxt_exchange="kraken", ccxt_url="http://there")
    async with bridge(settings, ["BTC/USD"]) as running:
        first = await running.next()

    assert first == {"exchange": "kraken", "url": "http://there", "symbols": ["BTC/USD"]}


async def test_an_archive_whose_process_fails_says_so_and_begins_another(
    process: Path, given: Settings
) -> None:
    write(process, 'echo \'{"failed": "no such exchange"}\'')
    settings = given(ccxt_python=process)
    wanted = Symbol("BTCUSD"), BarInterval.DAY_1
    day = datetime(2026, 11, 16, tzinfo=UTC)
    async with find_archive("ccxt")(settings) as archive:
        with pytest.raises(FeedRefused, match="no such exchange"):
            await archive.bars(*wanted, day, day)
        write(process, "echo '{\"ready\": true}'", "read asked", "echo '{\"bars\": []}'")
        assert await archive.bars(*wanted, day, day) == []
