"""Whatever a vendor's library raises, whoever asked is told in one way."""

import asyncio
from threading import Event

import pytest
from pydantic import SecretStr

from market_data.feeds.feed import FeedRefused
from market_data.feeds.secrets import Secrets
from market_data.feeds.vendors.asking import Inquiry


async def test_what_a_library_raises_is_a_refusal_without_the_key() -> None:
    inquiry = Inquiry("vendor", 60, Secrets(SecretStr("s3cret")))

    def fail() -> None:
        raise KeyError("bars of s3cret")

    with pytest.raises(FeedRefused, match=r"^vendor: 'bars of \*+'$") as refused:
        await inquiry.ask(fail)

    assert refused.value.code == "vendor_away"


async def test_requests_under_way_count_whatever_the_vendor_said_before_it_saw_them() -> None:
    inquiry, answered = Inquiry("vendor", 4, Secrets()), Event()
    asking = [asyncio.create_task(inquiry.ask(answered.wait)) for _ in range(3)]
    await asyncio.sleep(0.1)

    inquiry.heed({"X-RateLimit-Limit": "4", "X-RateLimit-Remaining": "3"})

    try:
        with pytest.raises(FeedRefused, match="takes no more requests for 15 seconds"):
            await inquiry.ask(lambda: None)
    finally:
        answered.set()
        await asyncio.gather(*asking)
