"""What the service tells everybody, and when."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from live_market import OpenExchange

from events import Bar, MarketClock, MarketSnapshot, Quote, Trade
from vocabulary import BarInterval

pytestmark = pytest.mark.real

HEADER = "timestamp,symbol,price,size"


async def test_of_quotes_that_come_faster_than_they_are_told_the_newest_is(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="IBM", quotes_per_second=100) as market:
        market.told.clear()
        await market.wall.step(10)

        quotes = market.of(Quote)
        assert 150 <= len(quotes) <= 201
        sequences = [quote.sequence for quote in quotes]
        assert sequences == sorted(set(sequences))
        assert sequences[-1] - sequences[0] > 1000  # quotes and trades


async def test_every_trade_is_told_while_there_are_not_too_many(exchange: OpenExchange) -> None:
    async with exchange(symbols="IBM", quotes_per_second=20) as market:
        await market.wall.step(60)
        await market.wall.step(0.1)
        traded = sum(trade.size for trade in market.of(Trade) if trade.time.minute == 0)
        (bar,) = [bar for bar in market.of(Bar) if bar.closed]

    assert bar.volume == traded
    assert bar.trades == len([trade for trade in market.of(Trade) if trade.time.minute == 0])


async def test_the_bar_of_the_minute_is_told_while_it_grows_and_once_when_it_is_closed(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="IBM") as market:
        await market.wall.step(125)
        bars = [bar for bar in market.of(Bar) if bar.interval is BarInterval.MINUTE_1]

    closed = [bar for bar in bars if bar.closed]
    grown = [bar for bar in bars if not bar.closed]
    assert [bar.start.minute for bar in closed] == [0, 1]
    assert 60 < len(grown) <= 125
    assert closed[0].start + timedelta(minutes=1) == closed[1].start


async def test_a_snapshot_a_second_shows_what_moved_and_every_fifth_shows_everything(
    exchange: OpenExchange,
) -> None:
    async with exchange(symbols="IBM,BAC,AIG", quotes_per_second=0.5) as market:
        await market.wall.step(10.5)
        snapshots = market.of(MarketSnapshot)

    assert [one.complete for one in snapshots] == [n % 5 == 0 for n in range(11)]
    assert {len(one.symbols) for one in snapshots if one.complete} == {3}
    assert min(len(one.symbols) for one in snapshots) < 3
    assert snapshots[0].symbols[0].quote.symbol == "AIG"
    what = {(one.tick_size, one.lot_size, one.asset_class) for one in snapshots[5].symbols}
    assert what == {(Decimal("0.01"), 100, "stock")}
    assert {one.tick_size for told in snapshots[6:10] for one in told.symbols} == {None}


async def test_time_and_prices_are_told_even_while_nothing_moves(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    (tmp_path / "IBM.trades.csv").write_text(f"{HEADER}\n2013-10-07T12:00:00Z,IBM,10,1\n")
    (tmp_path / "IBM.quotes.csv").write_text(
        "timestamp,symbol,bid_price,bid_size,ask_price,ask_size\n"
        "2013-10-07T12:00:00Z,IBM,9,1,11,1\n"
    )
    async with exchange(feed="csv", replay_path=tmp_path) as market:
        await market.wall.step(20)
        clocks, snapshots = market.of(MarketClock), market.of(MarketSnapshot)

    assert len(clocks) == 21
    assert {clock.state for clock in clocks[1:]} == {"ended"}
    complete = [one for one in snapshots if one.complete]
    assert len(complete) == 5
    assert {one.symbols[0].last for one in complete} == {10}
    assert {one.symbols[0].last_time for one in complete} == {datetime(2013, 10, 7, 12, tzinfo=UTC)}
    assert [bar.closed for bar in market.of(Bar)][-1:] == [True]


async def test_a_whole_day_at_full_speed_is_told_by_its_newest_quotes(
    exchange: OpenExchange, tmp_path: Path
) -> None:
    lines = [
        f"2013-10-07T{hour:02}:{minute:02}:{second:02}Z,IBM,{100 + second},10"
        for hour in range(10, 12)
        for minute in range(60)
        for second in range(60)
    ]
    (tmp_path / "IBM.trades.csv").write_text("\n".join([HEADER, *lines]))
    async with exchange(feed="csv", replay_path=tmp_path, speed="max") as market:
        await market.wall.step(1)
        closed = [bar for bar in market.of(Bar) if bar.closed]

    minutes = [bar for bar in closed if bar.interval is BarInterval.MINUTE_1]
    assert len(minutes) == 120
    assert {(bar.volume, bar.trades, bar.high, bar.low) for bar in minutes} == {(600, 60, 159, 100)}
    assert Counter(bar.interval for bar in closed) == dict(
        zip(BarInterval, (120, 24, 8, 4, 2, 1, 1, 1, 1, 1), strict=True)
    )
    assert len(market.of(Trade)) < len(lines)
    assert market.of(Trade)[-1].price == 159
