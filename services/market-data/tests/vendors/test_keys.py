"""Keys stay in the process, also for those who want to know everything."""

import logging
from typing import Any

import pytest
from fakes.alpaca import KEY, SECRET, FakeAlpaca, quote
from fakes.listener import Listen
from fakes.massive import KEY as MASSIVE_KEY
from fakes.massive import FakeMassive
from fakes.server import serving


async def test_alpacas_keys_are_not_in_the_log_of_its_connection(
    alpaca: FakeAlpaca, listen: Listen, chosen: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with listen(**chosen) as listener:
        await alpaca.connected(2)
        await alpaca.tell(quote("AAPL", 226, 227, alpaca.now()))
        await listener.hear(1)

    assert KEY not in caplog.text
    assert SECRET not in caplog.text
    assert KEY.encode().hex(" ") not in caplog.text


async def test_massives_key_is_not_in_the_log_of_its_connection(
    listen: Listen, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(FakeMassive()) as massive:
        urls = {"massive_url": massive.url, "massive_stream_url": massive.stream_url}
        async with listen(feed="massive", symbols="AAPL", massive_key=MASSIVE_KEY, **urls):
            await massive.connected()

    assert MASSIVE_KEY not in caplog.text
