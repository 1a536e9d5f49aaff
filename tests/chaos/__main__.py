"""Kill services at random under load, restart the servers, and see that nothing is lost or doubled.

``make test-chaos``; SEED=7 says which services, when and how. It starts a stack of its own.
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from random import Random
from time import monotonic

from bench import stack
from bench.http import Client
from bench.stack import Stack

from chaos import aftermath, storm
from chaos.traders import Wanderer

PORT_SHIFT = 2_000
SYMBOLS = ("BAC", "AIG", "IBM", "AAPL", "MSFT")
SHARES_AT_START = 20
ENTER_AT_ONCE = 4
PAUSE_SECONDS = 0.5


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def enter(target: Stack, client: Client, options: argparse.Namespace) -> list[Wanderer]:
    """Let everybody in, a few at a time: hashing passwords is meant to be slow."""
    traders = [
        Wanderer(client, target.origin, SYMBOLS[n % len(SYMBOLS)], Random(f"{options.seed} {n}"))  # noqa: S311
        for n in range(options.traders)
    ]
    for start in range(0, len(traders), ENTER_AT_ONCE):
        group = traders[start : start + ENTER_AT_ONCE]
        await asyncio.gather(*(trader.enter(SHARES_AT_START) for trader in group))
    return traders


async def suffer(target: Stack, options: argparse.Namespace) -> list[str]:
    """Trade through all of it; everything that is wrong afterwards."""
    host, port = target.origin.removeprefix("http://").split(":")
    client = Client(host, int(port))
    traders = await enter(target, client, options)
    deeds = storm.plan(Random(options.seed), options.kills, options.restarts, options.seconds)  # noqa: S311
    enough, began = asyncio.Event(), monotonic()
    pause = len(traders) / options.rate
    trading = [asyncio.create_task(one.trade(enough, pause)) for one in traders]
    try:
        await storm.rage(target, deeds, say)
    finally:
        enough.set()
    await storm.all_up(target)
    await asyncio.gather(*trading)
    say(
        f"{len(deeds)} deeds and {sum(len(one.own) for one in traders)} orders placed in"
        f" {monotonic() - began:.0f} s"
    )
    wrong = await aftermath.judge(target, traders, say)
    for trader in traders:
        await trader.leave()
    client.close()
    return wrong


def main() -> int:
    """Read the arguments, do it, and say what is wrong."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=datetime.now(UTC).toordinal())
    parser.add_argument("--kills", type=int, default=50, help="of services, with SIGKILL")
    parser.add_argument("--restarts", type=int, default=3, help="of RabbitMQ and of PostgreSQL")
    parser.add_argument("--seconds", type=float, default=180, help="over which all that happens")
    parser.add_argument("--traders", type=int, default=10)
    parser.add_argument("--rate", type=float, default=40, help="about so many orders a second")
    options = parser.parse_args()
    say(f"seed {options.seed}")
    with stack.running("chaos", PORT_SHIFT, is_fresh=True) as target:
        wrong = asyncio.run(suffer(target, options))
    say("\n".join(wrong) or "nothing lost, nothing doubled")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
