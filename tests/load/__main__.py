"""Put a scenario of load on a stack, and write a report: ``make load-k6 SCENARIO=smoke``.

Without ``--origin`` it starts a stack of its own, whose limits are lifted, and looks afterwards
whether anything was lost. On another stack the limits of its ``.env`` apply.
"""

import argparse
import asyncio
import json
import shlex
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import stack
from bench.http import Client
from bench.stack import Stack
from yarl import URL

from load import afterwards, k6
from load.crowd import assemble
from load.objectives import HOME, Objective, objectives_of
from load.report import Report, Verdict
from load.watch import Watch, watching
from outcry.ports import free_ports

PORT_SHIFT = 5_000
TITLE = "Load: {}"


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def put(target: Stack | None, options: argparse.Namespace, shape: dict[str, Any]) -> Report:
    """Let the traders in, let k6 loose, look what is left, and make the report."""
    origin = target.origin if target else options.origin
    url, folder = URL(origin), HOME.parent / ".run" / "load"
    folder.mkdir(parents=True, exist_ok=True)
    crowd = folder / "crowd.json"
    client = Client(url.host or "localhost", url.port or 80)
    with_shares = options.scenario != "fan-out"
    members = await assemble(client, shape["traders"], with_shares=with_shares)
    client.close()
    crowd.write_text(json.dumps([one.as_data() for one in members]))
    crowd.chmod(0o600)
    (port,) = free_ports(1)
    job = k6.Job(options.scenario, origin, shape, crowd, folder, port)
    say(f"{len(members)} traders are in: {options.scenario} begins")
    async with watching(target, job.address) as seen:
        metrics = await k6.run(job)
    wrong = await afterwards.wrong(target, members, say) if target else None
    return made(options, shape, metrics, seen, wrong)


def made(
    options: argparse.Namespace,
    shape: dict[str, Any],
    metrics: dict[str, Any],
    seen: Watch,
    wrong: list[str] | None,
) -> Report:
    """All that was measured, as a report."""
    verdicts = [
        Verdict(one, value_of(one, metrics, seen, wrong)) for one in objectives_of(options.scenario)
    ]
    shown = {name: value for name, value in shape.items() if name not in {"says", "settings"}}
    report = Report(
        name=options.scenario,
        title=TITLE.format(options.scenario),
        says=f"{shape['says']} ({', '.join(f'{name} {value}' for name, value in shown.items())})",
        command=f"make load-k6 SCENARIO={options.scenario}",
        verdicts=verdicts,
    )
    for name in ("orders_filled", "frames", "http_reqs"):
        if name in metrics:
            count, rate = metrics[name]["count"], metrics[name]["rate"]
            report.facts.append(f"{name}: {count:,.0f}, {rate:,.0f} a second over the whole run")
    report.facts += [f"wrong afterwards: {one}" for one in wrong or []]
    report.tables += trends(metrics) + steps(metrics, shape)
    rates = {name: series.rates() for name, series in seen.counters.items()}
    report.draw("throughput", "What was done", "a second", rates)
    report.add_processes(seen)
    return report


def value_of(
    one: Objective, metrics: dict[str, Any], seen: Watch, wrong: list[str] | None
) -> float | None:
    """What was measured of an objective."""
    if one.metric == "wrong_afterwards":
        return None if wrong is None else float(len(wrong))
    if one.metric == "memory_growth":
        return max(afterwards.of_services(seen.growth()).values(), default=None)
    if one.metric not in metrics:
        return None
    found = metrics[one.metric]
    return float(found["value" if one.statistic == "rate" else one.statistic])


def trends(metrics: dict[str, Any]) -> list[tuple[str, list[str], list[list[str]]]]:
    """Latencies in milliseconds, in full."""
    names = ["signed_in_ms", "page_read_ms", "order_placed_ms", "order_filled_ms", "price_age_ms"]
    kinds = ["count", "med", "p(90)", "p(95)", "p(99)", "max"]
    rows = [
        [name, *(f"{metrics[name].get(kind, 0):,.0f}" for kind in kinds)]
        for name in names
        if name in metrics and metrics[name].get("max")
    ]
    return [("Latency in milliseconds", ["", *kinds], rows)]


def steps(
    metrics: dict[str, Any], shape: dict[str, Any]
) -> list[tuple[str, list[str], list[list[str]]]]:
    """The same for each step of a ramp."""
    rows: list[list[str]] = []
    for number, rate in enumerate(shape.get("steps", [])):
        tag = f"{{step:{number} at {rate}}}"
        filled, placed = metrics[f"order_filled_ms{tag}"], metrics[f"order_placed_ms{tag}"]
        count = metrics[f"orders_filled{tag}"]["count"]
        kept = metrics[f"orders_on_time{tag}"]["value"]
        times = (placed["med"], placed["p(99)"], filled["med"], filled["p(99)"])
        per_second = f"{count / shape['step_seconds']:,.0f}"
        rows.append([str(rate), per_second, f"{kept:.0%}", *(f"{one:,.0f}" for one in times)])
    columns = ["offered/s", "filled/s", "placed in time"]
    columns += ["POST p50 ms", "p99", "fill heard p50 ms", "p99"]
    return [("Step by step", columns, rows)] if rows else []


def main() -> int:
    """Read the arguments, do it, and fail if an objective is missed."""
    parser = argparse.ArgumentParser(prog="load", description=__doc__)
    parser.add_argument("scenario", choices=k6.names())
    parser.add_argument("--origin", default="", help="of a stack that runs already")
    parser.add_argument("--reports", type=Path, default=HOME / "reports")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="NAME=NUMBER", help="for example rate=200"
    )
    options = parser.parse_args()
    given = {
        name: json.loads(value) for name, _, value in (one.partition("=") for one in options.set)
    }
    shape = {**k6.shape_of(options.scenario), **given}
    with ExitStack() as stack_of:
        target = None
        if not options.origin:
            settings: dict[str, str] = shape.get("settings", {})
            own = stack.running("load", PORT_SHIFT, is_fresh=True, **settings)
            target = stack_of.enter_context(own)
        report = asyncio.run(put(target, options, shape))
    say(report.text())
    say(shlex.quote(str(report.write(options.reports))))
    return not all(one.is_met for one in report.verdicts if one.value is not None)


if __name__ == "__main__":
    sys.exit(main())
