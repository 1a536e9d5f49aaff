"""Kill every service in the middle of its work, one after the other, while orders keep coming."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from bench.load import open_loop
from bench.stack import Stack
from bench.traders import Trader

SERVICES = ("order", "risk", "portfolio", "analytics", "market-data", "auth", "stream")
RATE = 200.0


async def run(target: Stack, traders: Sequence[Trader], seconds: float) -> None:
    """Keep ``RATE`` orders a second coming for ``seconds``, and kill -9 each service once.

    Clients try again under the same ``client_order_id``. Whether anything was lost is for
    :func:`bench.account.verify` to say.
    """
    load = asyncio.create_task(open_loop(traders, RATE, seconds))
    for service in SERVICES:
        await asyncio.sleep(seconds / (len(SERVICES) + 1))
        os.kill(target.pids()[service], signal.SIGKILL)
        sys.stdout.write(f"kill -9 {service}\n")
    run = await load
    missed = [await trader.missed() for trader in traders]
    unheard = {status for one in missed for status in one.values()}
    sys.stdout.write(
        f"kills: {len(run.tally.answered)} accepted, {len(run.tally.filled)} heard filled,"
        f" {len(run.tally.refused)} refused, the others are {sorted(unheard) or 'none'}\n"
    )
