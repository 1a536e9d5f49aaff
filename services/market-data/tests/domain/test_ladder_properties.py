"""Bars of every interval, whatever trades come in, whenever, over whatever night."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from market_data.domain.bars import EVERYWHERE, SOURCES, Bar, bar_end, bar_start, merged
from market_data.domain.candles import REMEMBERED
from market_data.domain.ladder import Ladder
from market_data.domain.ticks import TradeTick
from market_data.domain.trading_days import NEW_YORK
from vocabulary import BarInterval, Price, Quantity, Symbol

IBM = Symbol("IBM")
SECOND = timedelta(seconds=1)
CLOCKS_CHANGE = [
    (EVERYWHERE, datetime(2013, 12, 30, 20, tzinfo=UTC)),
    (NEW_YORK, datetime(2013, 3, 9, 22, tzinfo=UTC)),
    (NEW_YORK, datetime(2013, 11, 2, 22, tzinfo=UTC)),
]
"""Shortly before a year ends, and before the clocks are put forward and back."""

Key = tuple[BarInterval, datetime]


def keyed(bars: Sequence[Bar]) -> dict[Key, Bar]:
    return {(bar.interval, bar.start): bar for bar in bars}


prices = st.decimals(Decimal("0.01"), Decimal(999_999), places=8).map(Price)
sizes = st.decimals(Decimal("0.000000001"), Decimal(999_999), places=9).map(Quantity)
seconds = st.integers(0, 90) | st.integers(0, 4000) | st.integers(0, 40_000)
late = st.integers(0, int(REMEMBERED.total_seconds()) - 60) | st.just(0)
scenes = st.sampled_from(CLOCKS_CHANGE)
trades_to_come = st.lists(st.tuples(seconds, late, prices, sizes), min_size=1, max_size=40)
Wished = list[tuple[int, int, Price, Quantity]]


def arriving(wished: Wished, begins: datetime) -> list[TradeTick]:
    times = [begins + second * SECOND for second in accumulate(one[0] for one in wished)]
    return [
        TradeTick(time - behind * SECOND, IBM, price, size)
        for time, (_, behind, price, size) in zip(times, wished, strict=True)
    ]


def naive(trades: Sequence[TradeTick], zone: ZoneInfo) -> dict[Key, Bar]:
    """Every bar straight from all trades, those of the same time as they came in."""
    groups: defaultdict[Key, list[TradeTick]] = defaultdict(list)
    for trade in sorted(trades, key=lambda trade: trade.time):
        for interval in BarInterval:
            groups[interval, bar_start(trade.time, interval, zone)].append(trade)
    return {key: naive_bar(*key, group) for key, group in groups.items()}


def naive_bar(interval: BarInterval, start: datetime, trades: Sequence[TradeTick]) -> Bar:
    tape = [trade.price for trade in trades]
    volume = sum(int(trade.size * 10**9) for trade in trades)
    turnover = sum(int(Fraction(one.price) * Fraction(one.size) * 10**17) for one in trades)
    return Bar(
        *(IBM, start, tape[0], max(tape), min(tape), tape[-1]),
        Quantity(exact(volume, 9)),
        len(tape),
        exact(turnover, 17),
        interval,
    )


def exact(number: int, places: int) -> Decimal:
    return Decimal((0, tuple(map(int, str(number))), -places))


@given(trades_to_come, scenes, st.lists(st.booleans(), min_size=40, max_size=40))
def test_bars_do_not_depend_on_how_and_when_trades_come_in(
    wished: Wished, scene: tuple[ZoneInfo, datetime], looks: list[bool]
) -> None:
    zone, begins = scene
    trades = arriving(wished, begins)
    ladder = Ladder(zone)
    told: dict[Key, Bar] = {}
    for trade, look in zip(trades, looks, strict=False):
        ladder.add(trade)
        if look:
            told |= keyed(ladder.finished())
    told |= keyed(ladder.finished())
    growing = keyed(ladder.growing())

    expected, now = naive(trades, zone), max(trade.time for trade in trades)
    open_now = {(interval, bar_start(now, interval, zone)) for interval in BarInterval}
    assert growing == {key: bar for key, bar in expected.items() if key in open_now}
    assert told == {key: bar for key, bar in expected.items() if key not in open_now}
    ladder.close()
    assert keyed(ladder.finished()) == growing


@given(trades_to_come, scenes)
def test_every_bar_is_what_the_shorter_ones_make(
    wished: Wished, scene: tuple[ZoneInfo, datetime]
) -> None:
    zone, begins = scene
    ladder = Ladder(zone)
    for trade in arriving(wished, begins):
        ladder.add(trade)
    ladder.close()
    bars = ladder.finished()

    for bar in bars:
        if bar.interval is BarInterval.MINUTE_1:
            continue
        end = bar_end(bar.start, bar.interval, zone)
        source = SOURCES[bar.interval]
        parts = [one for one in bars if one.interval is source and bar.start <= one.start < end]
        assert bar == merged(parts, bar.start, bar.interval)


@given(trades_to_come, scenes, st.integers(0, 40), seconds)
def test_a_restart_changes_no_bar(
    wished: Wished, scene: tuple[ZoneInfo, datetime], when: int, idle: int
) -> None:
    """Trades come in order here: nobody stored when in its minute a bar opened and closed.

    It is after ``idle`` seconds without a trade, if nobody trades sooner.
    """
    zone, begins = scene
    trades = arriving([(second, 0, price, size) for second, _, price, size in wished], begins)
    middle = 1 + when % len(trades)
    before, after = trades[:middle], trades[middle:]
    first, second = Ladder(zone), Ladder(zone)
    for trade in before:
        first.add(trade)
    stored = keyed(first.finished()) | keyed(first.growing())

    begun = min([before[-1].time + idle * SECOND, *(trade.time for trade in after)])
    second.resume(sorted(stored.values(), key=lambda bar: bar.start), begun)
    for trade in after:
        second.add(trade)
    second.close()

    assert stored | keyed(second.finished()) == naive(trades, zone)


@given(trades_to_come, scenes, st.integers(0, 40))
def test_what_was_before_the_start_fills_every_bar_of_the_day(
    wished: Wished, scene: tuple[ZoneInfo, datetime], number: int
) -> None:
    """One runs all day long; the other starts with one of the trades, and is told the minutes."""
    zone, begins = scene
    trades, whole, started = arriving(wished, begins), Ladder(zone), Ladder(zone)
    times = [begins + second * SECOND for second in accumulate(one[0] for one in wished)]
    number %= len(trades)
    since = bar_end(
        bar_start(times[number], BarInterval.MINUTE_1, zone), BarInterval.MINUTE_1, zone
    )
    now = max(since, times[-1])
    whole_finished, finished = dict[Key, Bar](), dict[Key, Bar]()
    for count, (time, trade) in enumerate(zip(times, trades, strict=True)):
        for ladder, kept in ((whole, whole_finished), (started, finished))[: 1 + (count >= number)]:
            ladder.close_until(time)
            ladder.add(trade)
            kept.update(keyed(ladder.finished()))
    for ladder, kept in ((whole, whole_finished), (started, finished)):
        ladder.close_until(now)
        kept.update(keyed(ladder.finished()))

    first = bar_start(now, BarInterval.DAY_1, zone)
    until = max(since, bar_start(now, BarInterval.MINUTE_1, zone) - REMEMBERED)
    told = [
        bar
        for (interval, start), bar in sorted(whole_finished.items())
        if interval is BarInterval.MINUTE_1 and first <= start < until
    ]
    finished |= keyed(started.fill(told, first, since)) | keyed(told)
    finished |= keyed(started.finished())

    wanted = whole_finished | keyed(whole.growing())
    made = finished | keyed(started.growing())
    assert {key: bar for key, bar in made.items() if key[1] >= first} == {
        key: bar for key, bar in wanted.items() if key[1] >= first
    }
