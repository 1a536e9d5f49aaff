"""When a vendor fails, what was known last is served on, and everybody is told that it is stale."""

from typing import Any

from fakes.alpaca import FakeAlpaca, quote
from live_market import Exchange, OpenExchange, eventually

from events import MarketSnapshot, Quote
from market_data.feeds.health import HealthState


async def is_shown(market: Exchange, bid: str, *, stale: bool) -> bool:
    await market.wall.step(1)
    answer = await market.get("quotes", {"symbols": "AAPL"})
    return [(one["bid"], one["stale"]) for one in answer] == [(bid, stale)]


async def state(market: Exchange) -> str:
    found = await market.get("providers")
    return next(one["health"]["state"] for one in found if one["runs"])


async def test_the_last_quote_stays_and_is_stale_until_there_is_another(
    alpaca: FakeAlpaca, chosen: dict[str, Any], exchange: OpenExchange
) -> None:
    async with exchange(**chosen | {"symbols": "AAPL"}) as market:
        await alpaca.connected()
        await alpaca.tell(quote("AAPL", 226, 227, alpaca.now()))
        await eventually(lambda: is_shown(market, "226", stale=False))

        alpaca.is_away = True
        await alpaca.hang_up()

        await eventually(lambda: is_shown(market, "226", stale=True))
        assert await state(market) == HealthState.DOWN
        told = [(int(one.bid or 0), one.stale) for one in market.of(Quote)]
        assert told == [(226, False), (226, True)]
        sequences = [one.sequence for one in market.of(Quote)]
        assert sequences == sorted(set(sequences))
        assert market.of(MarketSnapshot)[-1].symbols[0].quote.stale

        alpaca.is_away = False
        await alpaca.connected()
        await alpaca.tell(quote("AAPL", 228, 229, alpaca.now()))

        await eventually(lambda: is_shown(market, "228", stale=False))
        assert await state(market) == HealthState.LIVE


async def test_after_a_restart_a_quote_is_stale_until_the_vendor_says_it_again(
    alpaca: FakeAlpaca, chosen: dict[str, Any], exchange: OpenExchange
) -> None:
    async with exchange(**chosen | {"symbols": "AAPL"}) as market:
        await alpaca.connected()
        await alpaca.tell(quote("AAPL", 226, 227, alpaca.now()))
        await eventually(lambda: is_shown(market, "226", stale=False))
        await market.wall.step(5)

    alpaca.is_away = True
    async with exchange(**chosen | {"symbols": "AAPL"}) as market:
        await eventually(lambda: is_shown(market, "226", stale=True))
