"""Market data at work: ticks, quotes, bars of the past and search, beside baselines.

``python tests/bench_market.py [--rows 10000000] [--ticks 400000] [--requests 300]``. Everything
runs on servers of its own, which are gone afterwards. Each baseline is measured in the same minute:
the bare query, bare clients, a bare loop. The last line has all figures.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter

from bench import market_history, market_prices, market_search, market_ticks
from bench.http import Client
from bench.market_place import Place, fill, servers, service

from chassis.testing import sign_in, some_account

CLIENTS = 1_000


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def told(figures: dict[str, float]) -> dict[str, float]:
    """The same figures, after saying them."""
    say(", ".join(f"{name} {figure:,.2f}" for name, figure in figures.items()))
    return figures


def history(place: Place, options: argparse.Namespace) -> dict[str, float]:
    """Fill the database, and ask for what is in there."""
    end = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=1)

    async def run(host: str, port: int) -> dict[str, float]:
        client = Client(host, port)
        answer = await client.send("GET", "/api/market/symbols", sign_in(some_account()))
        started = perf_counter()
        symbols = [one["symbol"] for one in answer.body]
        symbols = await fill(place, symbols, options.rows, end)
        say(f"{options.rows:,} minutes stored in {perf_counter() - started:.0f} s")
        each = options.rows // len(symbols)
        figures = await market_history.measure(place, client, symbols, end, each, options.requests)
        figures["crowd_ms"] = await market_history.crowd(client, symbols[0], end, CLIENTS)
        client.close()
        return figures

    with service(place) as (host, port):
        return told(asyncio.run(run(host, port)))


def main() -> None:
    """Read the arguments, measure, print the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="minutes in the database")
    parser.add_argument("--ticks", type=int, default=400_000, help="in the replay")
    parser.add_argument("--quotes", type=int, default=200_000, help="to the bus, and to Redis")
    parser.add_argument("--requests", type=int, default=300, help="for bars of the past")
    options = parser.parse_args()
    with servers() as place:
        figures = history(place, options)
        figures |= told(asyncio.run(market_prices.measure(place, options.quotes)))
        figures |= told(market_ticks.measure(place, options.ticks))
    figures |= told(market_search.measure())
    figures["replay_ratio"] = figures["ticks_per_s"] / figures["bare_ticks_per_s"]
    figures["uncached_ratio"] = figures["uncached_p50_ms"] / figures["bare_p50_ms"]
    say(" ".join(f"{name}={value:.4g}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
