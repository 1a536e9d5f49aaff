"""One thing breaks under load: ``make chaos SCENARIO=kill-service``.

A stack of its own is under load when it happens. A user watches; afterwards it is seen how long it
took until he got what he expects again, and whether anything was lost or doubled.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from bench import stack
from bench.http import Client
from bench.stack import Stack
from load.objectives import HOME, objectives_of
from load.report import Report, Verdict
from load.watch import Series
from yarl import URL

from chaos import aftermath, disk, network, storm
from chaos.__main__ import enter, say
from chaos.eyes import Eyes, Look, expected_seconds, recovery_seconds, seen
from chaos.faults import FAULTS, Fault, Scene, Strike
from chaos.traders import Wanderer
from outcry.places import Places

NAME, PORT_SHIFT = "chaos-one", 6_000
BEFORE_SECONDS, AFTER_SECONDS = 8.0, 25.0


async def suffer(target: Stack, fault: Fault, options: argparse.Namespace) -> Report:
    """Trade, let it happen, trade on; then make the report."""
    url = URL(target.origin)
    client = Client(url.host or "", url.port or 0)
    traders = await enter(target, client, options)
    eyes = Eyes(client, target.origin, "SPY")
    await eyes.enter(20)
    scene, enough = Scene(target, say), asyncio.Event()
    pause = len(traders) / options.rate
    began = monotonic()
    working = [asyncio.create_task(one.trade(enough, pause)) for one in traders]
    watching = asyncio.create_task(eyes.watch(enough))
    try:
        await asyncio.sleep(BEFORE_SECONDS)
        await fault.act(scene)
        await asyncio.sleep(options.after)
        await storm.all_up(target)
    finally:
        enough.set()
    await asyncio.gather(*working, watching)
    for one in (*traders, eyes):
        await one.leave()
    client.close()
    wrong = await asyncio.to_thread(judged, target, [*traders], say)
    return made(options, fault, scene.strikes, eyes.looks, began, wrong)


def judged(target: Stack, traders: Sequence[Wanderer], tell: storm.Say) -> list[str]:
    """What is wrong, seen from where the stack is."""
    return network.inside(
        target.within, lambda: asyncio.run(aftermath.judge(target, traders, tell))
    )


def made(
    options: argparse.Namespace,
    fault: Fault,
    strikes: Sequence[Strike],
    looks: Sequence[Look],
    began: float,
    wrong: Sequence[str],
) -> Report:
    """All that was seen, as a report."""
    ends = [*(one.began for one in strikes[1:]), looks[-1].at + 1]
    expected = expected_seconds(looks, strikes[0].began)
    recovered = [
        recovery_seconds(looks, one.began, one.gone, end, expected)
        for one, end in zip(strikes, ends, strict=True)
    ]
    measured = {"recovery_seconds": max(recovered), "wrong_afterwards": float(len(wrong))}
    verdicts = [Verdict(one, measured[one.metric]) for one in objectives_of("chaos")]
    report = Report(
        name=f"chaos-{options.scenario}",
        title=f"Failure: {options.scenario}",
        says=f"{fault.says} About {options.rate:.0f} orders a second of {options.traders} traders.",
        command=f"make chaos SCENARIO={options.scenario}",
        verdicts=verdicts,
        facts=[
            f"all is well when an order is filled within {expected:.1f} s, as it was before",
            *seen(looks),
            *(f"wrong afterwards: {one}" for one in wrong),
        ],
    )
    rows = [
        [f"{one.began - began:.1f}", one.what, f"{one.gone - one.began:.1f}", f"{after:.1f}"]
        for one, after in zip(strikes, recovered, strict=True)
    ]
    columns = ["at s", "what", "lasted s", "all well again s after"]
    report.tables.append(("What happened", columns, rows))
    report.draw("seen", "What a user saw of each order", "seconds", lines_of(looks, began))
    return report


def lines_of(looks: Sequence[Look], began: float) -> dict[str, Series]:
    """How long each order took to be answered, and to be filled."""
    lines = {"answered": Series(), "filled": Series()}
    for look in looks:
        for name, when in (("answered", look.answered), ("filled", look.filled)):
            if when is not None:
                lines[name].add(look.at - began, when - look.at)
    return lines


@contextmanager
def set_up(fault: Fault) -> Generator[Stack]:
    """The stack that a fault needs."""
    if fault.needs_root and os.geteuid():
        raise SystemExit("only root can do this: it takes a file system or a network of its own")
    if fault.on_small_disk:
        places = Places(stack.clean(NAME))
        places.create()
        databases = places.run / "postgres"
        with disk.small(databases), stack.running(NAME, PORT_SHIFT) as target:
            yield target
    elif fault.in_namespace:
        with (
            network.namespace() as name,
            stack.running(
                NAME, PORT_SHIFT, is_fresh=True, host=network.INSIDE, namespace=name
            ) as target,
        ):
            yield target
    else:
        with stack.running(NAME, PORT_SHIFT, is_fresh=True) as target:
            yield target


def main() -> int:
    """Read the arguments, do it, and fail if an objective is missed."""
    parser = argparse.ArgumentParser(prog="chaos.scenario", description=__doc__)
    parser.add_argument("scenario", choices=[*FAULTS])
    parser.add_argument("--seed", type=int, default=datetime.now(UTC).toordinal())
    parser.add_argument("--traders", type=int, default=10)
    parser.add_argument("--rate", type=float, default=40, help="about so many orders a second")
    parser.add_argument("--after", type=float, default=AFTER_SECONDS, help="how long it goes on")
    parser.add_argument("--reports", type=Path, default=HOME / "reports")
    options = parser.parse_args()
    fault = FAULTS[options.scenario]
    with set_up(fault) as target:
        report = asyncio.run(suffer(target, fault, options))
    say(report.text())
    say(str(report.write(options.reports)))
    return not all(one.is_met for one in report.verdicts)


if __name__ == "__main__":
    sys.exit(main())
