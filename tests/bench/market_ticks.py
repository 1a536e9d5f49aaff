"""Ticks per second of a replay: files, clock, candles, the bus and the database.

The baseline reads the same files and folds the trades into minutes, and nothing else.
"""

import asyncio
import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, time
from typing import NamedTuple

import httpx

from bench.market_place import Place, service
from chassis.testing import some_account, token_for

SYMBOLS = 10
QUOTES_PER_TRADE = 2
START = datetime(2025, 1, 6, 14, 30, tzinfo=UTC)
PAUSE = timedelta(milliseconds=120)
LOOK_SECONDS = 0.1
LOST_SECONDS = 120.0
QUOTES = "timestamp,symbol,bid_price,bid_size,ask_price,ask_size"
TRADES = "timestamp,symbol,price,size"
FIGURE = re.compile(r"^(market_ticks_total|process_cpu_seconds_total) (\S+)", re.MULTILINE)


class Sample(NamedTuple):
    """What the service has done so far; seconds by the wall, and of its CPU time."""

    at: float
    ticks: float
    cpu: float


def measure(place: Place, ticks: int) -> dict[str, float]:
    """Replay ``ticks`` as fast as they can be delivered."""
    with TemporaryDirectory(prefix="outcry-ticks-") as name:
        folder = Path(name)
        _record(folder, ticks // SYMBOLS)
        settings = {"FEED": "csv", "REPLAY_PATH": name, "SPEED": "0.1", "SYMBOLS": ""}
        environment = {f"MARKET_DATA_{key}": value for key, value in settings.items()}
        with service(place, **environment) as (host, port):
            first, last = asyncio.run(_let_go(f"http://{host}:{port}", ticks))
        bare = _fold(folder)
    done = last.ticks - first.ticks
    return {
        "ticks_per_s": done / (last.at - first.at),
        "ticks_per_core": done / (last.cpu - first.cpu),
        "bare_ticks_per_s": bare,
    }


async def _let_go(origin: str, ticks: int) -> tuple[Sample, Sample]:
    """From the moment that market time is let go, to the last tick."""
    token = token_for(some_account(), "admin", authenticated_at=int(time()))
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=origin, headers=headers, timeout=LOST_SECONDS) as http:
        first = await _look(http)
        answer = await http.post("/api/market/clock", json={"speed": "max"})
        answer.raise_for_status()
        async with asyncio.timeout(LOST_SECONDS):
            while (last := await _look(http)).ticks < ticks:  # noqa: ASYNC110  # of another process
                await asyncio.sleep(LOOK_SECONDS)
        report = (await http.get("/api/market/feed")).json()
    assert not report["lines_broken"], report
    return first, last


async def _look(http: httpx.AsyncClient) -> Sample:
    figures = dict(FIGURE.findall((await http.get("/metrics")).text))
    return Sample(
        perf_counter(),
        float(figures["market_ticks_total"]),
        float(figures["process_cpu_seconds_total"]),
    )


def _record(folder: Path, each: int) -> None:
    for number in range(SYMBOLS):
        symbol = f"T{number:02}"
        quotes, trades = [QUOTES], [TRADES]
        for count, (moment, price) in enumerate(_walk(number, each)):
            if count % (QUOTES_PER_TRADE + 1):
                quotes.append(f"{moment},{symbol},{price - 1}.5,100,{price + 1}.5,200")
            else:
                trades.append(f"{moment},{symbol},{price}.25,100")
        (folder / f"{symbol}.quotes.csv").write_text("\n".join([*quotes, ""]))
        (folder / f"{symbol}.trades.csv").write_text("\n".join([*trades, ""]))


def _walk(seed: int, number: int) -> Iterator[tuple[str, int]]:
    dice, price = Random(seed), 100  # noqa: S311
    for step in range(number):
        price = max(10, price + dice.randint(-1, 1))
        moment = START + step * PAUSE + timedelta(milliseconds=seed)
        yield moment.isoformat(), price


def _fold(folder: Path) -> float:
    """Lines per second of a script that does the least there is to do."""
    bars: dict[tuple[str, datetime], list[Decimal]] = {}
    started, lines = perf_counter(), 0
    for path in sorted(folder.iterdir()):
        with path.open() as file:
            rows = csv.reader(file)
            next(rows)
            for row in rows:
                lines += 1
                minute = datetime.fromisoformat(row[0]).replace(second=0, microsecond=0)
                if ".trades" in path.name:
                    price, size = Decimal(row[2]), Decimal(row[3])
                    _add(bars.setdefault((row[1], minute), [price, price, price, price]), price)
                    bars[row[1], minute].append(size)
    return lines / (perf_counter() - started)


def _add(bar: list[Decimal], price: Decimal) -> None:
    bar[1], bar[2], bar[3] = max(bar[1], price), min(bar[2], price), price
