"""Orders per second and latency of the whole pipeline: ``make bench-pipeline``.

Starts a stack of its own and drives it through nginx, like clients: traders place market orders
and hear of their fills over the WebSocket. Prints what it measures, then checks that nothing was
lost, then measures a bare script that moves the same rows and messages through the same servers.
The load generator shares the machine's cores with everything else.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from bench import account, baseline, chaos, stack
from bench.http import Client
from bench.load import Run, closed_loop, open_loop, percentile
from bench.stack import Stack
from bench.traders import Trader

SYMBOLS = ("BAC", "AIG", "IBM", "AAPL", "MSFT", "NVDA", "SPY", "QQQ", "AMZN", "TSLA")
SHARES_AT_START = 20
ENTER_AT_ONCE = 5
IDLE_RATE = 10.0
WARM_UP_SECONDS = 5.0


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def enter(client: Client, origin: str, number: int) -> list[Trader]:
    """Register traders, a few at a time: hashing passwords is meant to be slow."""
    traders = [Trader(client, origin, SYMBOLS[n % len(SYMBOLS)]) for n in range(number)]
    for start in range(0, number, ENTER_AT_ONCE):
        group = traders[start : start + ENTER_AT_ONCE]
        await asyncio.gather(*(trader.enter(SHARES_AT_START) for trader in group))
    return traders


def report(name: str, run: Run) -> None:
    """One line about a phase."""
    latencies = run.tally.latencies()
    say(
        f"{name}: accepted {run.accepted_per_second:.0f}/s, filled {run.filled_per_second:.0f}/s,"
        f" place→fill→WebSocket p50 {percentile(latencies, 0.5):.1f} ms"
        f" p99 {percentile(latencies, 0.99):.1f} ms ({len(latencies)} orders),"
        f" drained in {run.drain_seconds:.1f} s, refused {len(run.tally.refused)},"
        f" rejected {len(run.tally.rejected)}, unheard {run.tally.missing()}"
    )
    for answer in run.tally.refused[:3]:
        say(f"  refused: {answer.status} {answer.body}")


def report_cpu(before: dict[str, float], after: dict[str, float], orders: int) -> None:
    """CPU seconds per thousand orders, by process."""
    for name in sorted(after, key=lambda one: before.get(one, 0) - after[one]):
        used = (after[name] - before.get(name, 0)) / orders * 1000
        say(f"  cpu {name:<12} {used:6.3f} s per 1,000 orders")


async def ceiling(traders: Sequence[Trader], options: argparse.Namespace) -> float:
    """Roughly how many orders a second a closed loop gets through, as a rate to try."""
    run = await closed_loop(traders, options.depth, options.seconds / 6)
    report(f"closed loop, {options.depth} under way", run)
    return run.filled_per_second


async def measure(target: Stack, options: argparse.Namespace) -> dict[str, float]:
    """Run every phase; return the figures of the last line."""
    began = datetime.now(UTC)
    host, port = target.origin.removeprefix("http://").split(":")
    client = Client(host, int(port))
    traders = await enter(client, target.origin, options.traders)
    await open_loop(traders, 100, WARM_UP_SECONDS)
    idle = await open_loop(traders, IDLE_RATE, options.seconds / 2)
    report(f"open loop at {IDLE_RATE:.0f}/s", idle)
    rate = options.rate or 0.8 * await ceiling(traders, options)
    volume_before, cpu_before = await account.volume(target), target.cpu_seconds()
    held = await open_loop(traders, rate, options.seconds)
    report(f"open loop at {rate:.0f}/s", held)
    report_cpu(cpu_before, target.cpu_seconds(), len(held.tally.filled))
    volume = (await account.volume(target)).since(volume_before, len(held.tally.filled))
    half = await open_loop(traders, rate / 2, options.seconds / 3)
    report(f"open loop at {rate / 2:.0f}/s", half)
    if options.kill:
        await chaos.run(target, traders, options.seconds)
    await account.verify(target, traders, Decimal(100_000), began)
    say("nothing lost: every accepted order ended, was booked once, and the ledger sums to zero")
    bare = await baseline.orders_per_second(volume, *account.servers(target))
    say(f"baseline: {bare:.0f} orders/s ({volume.rows} rows, {volume.messages} messages)")
    for trader in traders:
        await trader.leave()
    client.close()
    return {
        "orders_per_s": held.filled_per_second,
        "fill_p99_ms_10": percentile(idle.tally.latencies(), 0.99),
        "fill_p99_ms_half": percentile(half.tally.latencies(), 0.99),
        "ratio": held.filled_per_second / bare,
    }


def main() -> None:
    """Read the arguments, measure, print the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traders", type=int, default=50)
    parser.add_argument("--depth", type=int, default=300, help="orders under way, closed loop")
    parser.add_argument("--rate", type=float, default=0, help="orders/s to hold; 0: find out")
    parser.add_argument("--seconds", type=float, default=60, help="how long to hold it")
    parser.add_argument("--kill", action="store_true", help="kill -9 every service on the way")
    options = parser.parse_args()
    with stack.running() as target:
        figures = asyncio.run(measure(target, options))
    say(" ".join(f"{name}={value:.4g}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
