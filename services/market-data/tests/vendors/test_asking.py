"""Whatever a vendor's library raises, whoever asked is told in one way."""

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
