"""Prices: for everybody who asked, at once what is known, then the newest."""

import json

import pytest
from live_edge import LiveEdge, Message, a_quote, an_account

from events import Bar, MarketClock, MarketSnapshot, SymbolSnapshot, Trade
from vocabulary import BarInterval

pytestmark = pytest.mark.real
NOON = "2026-01-01T12:00:00Z"


def a_trade(symbol: str, sequence: int) -> Trade:
    return Trade.model_validate(
        {"symbol": symbol, "sequence": sequence, "time": NOON, "price": "10.1", "size": "5"}
    )


def a_bar(symbol: str, minute: int, *, closed: bool, interval: str = "1Min") -> Bar:
    start = f"2026-01-01T12:{minute:02}:00Z"
    prices = dict.fromkeys(("open", "high", "low", "close"), "10")
    rest = {"symbol": symbol, "interval": interval, "volume": "1", "trades": 1, "closed": closed}
    return Bar.model_validate({"start": start, **prices, **rest})


def about(messages: list[Message]) -> list[tuple[str, str, int]]:
    return [(m["type"], m["data"]["symbol"], m["data"]["sequence"]) for m in messages]


async def test_a_price_says_what_the_market_said(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    await client.subscribe("quotes", symbols=["IBM"])
    quote = a_quote("IBM", 1)

    await edge.show(quote)

    assert await client.receive() == {"type": "QUOTE", "data": json.loads(quote.model_dump_json())}


async def test_each_client_hears_its_channels_and_symbols_and_no_other(edge: LiveEdge) -> None:
    ibm, everything, trades = [await edge.enter(an_account()) for _ in range(3)]
    await ibm.subscribe("quotes", symbols=["IBM"])
    await everything.subscribe("quotes", "trades", symbols=["*", "IBM"])
    await trades.subscribe("trades", symbols=["BAC"])

    await edge.show(a_quote("IBM", 1), a_quote("BAC", 1), a_trade("BAC", 2), a_trade("IBM", 2))

    ibm_quote, bac_quote = ("QUOTE", "IBM", 1), ("QUOTE", "BAC", 1)
    ibm_trade, bac_trade = ("TRADE", "IBM", 2), ("TRADE", "BAC", 2)
    heard = about(await everything.receive_many(4))
    assert sorted(heard) == sorted([ibm_quote, bac_quote, bac_trade, ibm_trade])
    assert about([await ibm.receive()]) == [ibm_quote]
    assert about([await trades.receive()]) == [bac_trade]
    for client in (ibm, everything, trades):
        assert await client.nothing_comes()


async def test_a_new_subscriber_sees_at_once_what_is_known(edge: LiveEdge) -> None:
    await edge.show(a_quote("IBM", 1), a_quote("BAC", 1), a_quote("IBM", 2), a_trade("IBM", 3))
    await edge.show(a_bar("IBM", 0, closed=True), a_bar("IBM", 1, closed=False))
    client = await edge.enter(an_account())

    await client.subscribe("quotes", "trades", "bars", symbols=["IBM"])

    messages = await client.receive_many(4)
    assert sorted(message["type"] for message in messages) == ["BAR", "BAR", "QUOTE", "TRADE"]
    assert await client.nothing_comes()
    await client.subscribe("quotes", symbols=["*"])
    assert sorted(about(await client.receive_many(2))) == [("QUOTE", "BAC", 1), ("QUOTE", "IBM", 2)]


@pytest.mark.parametrize("interval", BarInterval)
async def test_bars_of_every_interval_have_a_channel_of_their_own(
    edge: LiveEdge, interval: BarInterval
) -> None:
    """Who watches minutes is not told of years."""
    client = await edge.enter(an_account())
    channel = "bars" if interval is BarInterval.MINUTE_1 else f"bars:{interval}"
    await client.subscribe(channel, symbols=["IBM"])

    await edge.show(*(a_bar("IBM", 0, closed=True, interval=one) for one in BarInterval))

    assert (await client.receive())["data"]["interval"] == interval
    assert await client.nothing_comes()


async def test_a_snapshot_tells_what_was_missed_and_nothing_old(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    await client.subscribe("quotes", symbols=["*"])
    await edge.show(a_quote("IBM", 5), a_quote("BAC", 5))
    await client.receive_many(2)

    quotes = [a_quote("IBM", 5), a_quote("BAC", 6), a_quote("SPY", 1)]
    snapshots = [SymbolSnapshot(quote=quote) for quote in quotes]
    await edge.show(
        MarketSnapshot.model_validate({"time": NOON, "complete": True, "symbols": snapshots})
    )

    assert about(await client.receive_many(2)) == [("QUOTE", "BAC", 6), ("QUOTE", "SPY", 1)]
    assert await client.nothing_comes()


async def test_a_feed_that_starts_over_is_believed(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    await client.subscribe("quotes", symbols=["IBM"])
    await edge.show(a_quote("IBM", 900))
    await client.receive()

    await edge.show(a_quote("IBM", 1))

    assert about([await client.receive()]) == [("QUOTE", "IBM", 1)]


async def test_the_clock_is_a_channel(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    await client.subscribe("clock")
    clock = {"time": NOON, "state": "replay", "speed": 10, "feed": "csv", "session_open": True}

    await edge.show(MarketClock.model_validate(clock))

    message = await client.receive()
    assert (message["type"], message["data"]["state"]) == ("MARKET_CLOCK", "replay")


async def test_what_is_unsubscribed_is_not_shown(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    await client.subscribe("quotes", "trades", symbols=["IBM", "BAC"])

    await client.send("unsubscribe", channels=["quotes"], symbols=["IBM"])
    assert (await client.receive())["channels"] == {
        "quotes": ["BAC"],
        "trades": ["BAC", "IBM"],
    }
    await edge.show(a_quote("IBM", 1), a_quote("BAC", 1), a_trade("IBM", 2))

    assert about(await client.receive_many(2)) == [("QUOTE", "BAC", 1), ("TRADE", "IBM", 2)]


async def test_a_flood_leaves_the_newest_price_and_the_newest_trades(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    await client.subscribe("quotes", "trades", symbols=["IBM"])

    for sequence in range(0, 2000, 2):  # the loop never gets to the sender in between
        await edge.show(a_quote("IBM", sequence), a_trade("IBM", sequence + 1))

    messages = about(await client.receive_many(17))
    assert messages[0] == ("QUOTE", "IBM", 1998)
    assert messages[1:] == [("TRADE", "IBM", number) for number in range(1969, 2000, 2)]
    assert await client.nothing_comes()


async def test_bars_that_closed_or_were_corrected_do_not_replace_each_other(edge: LiveEdge) -> None:
    """A late trade corrects a bar at the same moment as another one closes."""
    client = await edge.enter(an_account())
    await client.subscribe("bars", symbols=["IBM"])

    await edge.show(*(a_bar("IBM", minute, closed=True) for minute in (0, 57, 58, 59)))

    starts = [bar["data"]["start"][14:16] for bar in await client.receive_many(4)]
    assert starts == ["00", "57", "58", "59"]


async def test_a_slow_client_is_not_told_how_a_bar_grew_after_it_was_over(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    await client.subscribe("bars", symbols=["IBM"])

    bars = [(0, True), (1, False), (1, True), (2, False), (0, True)]
    await edge.show(*(a_bar("IBM", minute, closed=closed) for minute, closed in bars))

    messages = [message["data"] for message in await client.receive_many(3)]
    told = [(message["start"][14:16], message["closed"]) for message in messages]
    assert told == [("01", True), ("02", False), ("00", True)]
    assert await client.nothing_comes()
