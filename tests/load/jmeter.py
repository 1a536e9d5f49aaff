"""Put the load of the JMeter plan on a stack, and write a report: ``make load-jmeter``.

Debian's JMeter is started by a launcher of ours, without which it can open no plan.
"""

import argparse
import asyncio
import csv
import os
import subprocess
import sys
from asyncio.subprocess import STDOUT
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from bench import stack
from bench.http import Client
from bench.load import percentile
from bench.stack import Stack
from yarl import URL

from load import afterwards
from load.crowd import assemble
from load.objectives import HOME, ROOT, Objective, objectives_of
from load.report import Report, Verdict
from load.watch import Series, Watch, watching
from outcry.debian import INSTALLER
from outcry.errors import Problem
from outcry.program import path_of

PORT_SHIFT = 5_000
PLAN, LAUNCHER = HOME / "jmeter/trading.jmx", HOME / "jmeter/RunJMeter.java"
DEBIAN = Path("/usr/share/jmeter")
PACKAGES = ("jmeter", "jmeter-http", "default-jdk-headless")
FOLDER = ROOT / ".run" / "jmeter"
LABELS: Mapping[str, str] = {
    "signed_in_ms": "sign in",
    "page_read_ms": "read",
    "order_placed_ms": "place",
}
"""How the samples of a metric begin."""


@dataclass
class Samples:
    """What a ``.jtl`` says: milliseconds by label, how many failed, and when each ended."""

    elapsed: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    failed: Counter[str] = field(default_factory=Counter[str])
    ended: list[float] = field(default_factory=list[float])

    def of(self, metric: str) -> list[float]:
        """All samples of a metric, sorted."""
        begin = LABELS.get(metric, "\0")
        chosen = (values for label, values in self.elapsed.items() if label.startswith(begin))
        return sorted(value for values in chosen for value in values)

    @property
    def count(self) -> int:
        """How many requests were made."""
        return len(self.ended)

    def a_second(self) -> Series:
        """How many ended in each second."""
        begin = min(self.ended, default=0.0)
        counts = Counter(int((one - begin) / 1000) for one in self.ended)
        series = Series()
        for second in range(max(counts, default=-1) + 1):
            series.add(second, counts[second])
        return series


def read(lines: Iterator[str]) -> Samples:
    """Take a ``.jtl`` in CSV with a line of names."""
    found = Samples()
    for row in csv.DictReader(lines):
        found.elapsed.setdefault(row["label"], []).append(float(row["elapsed"]))
        found.ended.append(float(row["timeStamp"]) + float(row["elapsed"]))
        if row["success"] != "true":
            found.failed[f"{row['label']}: {row['responseCode']}"] += 1
    return found


def value_of(one: Objective, samples: Samples, wrong: Sequence[str] | None) -> float | None:
    """What was measured of an objective."""
    if one.metric == "wrong_afterwards":
        return None if wrong is None else float(len(wrong))
    if one.metric == "failed_requests":
        return samples.failed.total() / samples.count if samples.count else None
    values = samples.of(one.metric)
    part = float(one.statistic.removeprefix("p(").removesuffix(")")) / 100
    return percentile(values, part) if values else None


def reported(
    command: str, samples: Samples, wrong: Sequence[str] | None, seen: Watch, says: str
) -> Report:
    """All that was measured, as a report."""
    verdicts = [Verdict(one, value_of(one, samples, wrong)) for one in objectives_of("jmeter")]
    report = Report("jmeter", "Load: JMeter", says, command, verdicts)
    report.facts = [f"{samples.count:,} requests, {samples.failed.total()} of them failed"]
    report.facts += [f"failed {count} times: {what}" for what, count in samples.failed.items()]
    report.facts += [f"wrong afterwards: {one}" for one in wrong or []]
    rows = [
        [
            label,
            str(len(values)),
            *(f"{percentile(sorted(values), p):.0f}" for p in (0.5, 0.95, 0.99)),
        ]
        for label, values in sorted(samples.elapsed.items())
    ]
    columns = ["request", "count", "p50 ms", "p95 ms", "p99 ms"]
    report.tables.append(("Latency", columns, rows))
    report.draw("throughput", "Requests", "a second", {"requests": samples.a_second()})
    report.add_processes(seen)
    return report


def engine() -> list[str]:
    """The command that starts JMeter, which is installed if need be.

    Raises:
        Problem: it is not there, and nobody here may install it.
    """
    if not (DEBIAN / "bin/ApacheJMeter.jar").exists() or not path_of("javac"):
        if os.geteuid():
            raise Problem(f"as an administrator: apt-get install {' '.join(PACKAGES)}")
        subprocess.run([INSTALLER, *PACKAGES], check=False)  # noqa: S603  # our own
    if not (DEBIAN / "bin/ApacheJMeter.jar").exists():
        raise Problem("JMeter could not be installed: see above")
    jars = [*DEBIAN.glob("lib/ext/*.jar"), *DEBIAN.glob("lib/*.jar"), *DEBIAN.glob("bin/*.jar")]
    path = ":".join([*map(str, sorted(jars)), "/usr/share/java/*"])
    options = (f"-Djmeter.home={DEBIAN}", "-Djava.awt.headless=true", "-Xmx512m")
    return ["java", *options, "-cp", path, str(LAUNCHER)]


async def run(origin: str, crowd: Path, options: argparse.Namespace) -> Samples:
    """Let JMeter loose, and read its samples.

    Raises:
        Problem: it did not run to the end.
    """
    url, samples = URL(origin), FOLDER / "samples.jtl"
    samples.unlink(missing_ok=True)
    properties = {
        "host": url.host,
        "port": url.port,
        "scheme": url.scheme,
        "crowd": crowd,
        "traders": options.traders,
        "rounds": options.rounds,
        "think": options.think,
        "jmeter.save.saveservice.output_format": "csv",
        "jmeter.save.saveservice.print_field_names": "true",
    }
    told = [f"-J{name}={value}" for name, value in properties.items()]
    log = FOLDER / "jmeter.log"
    with (FOLDER / "output.log").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(*engine(), "-n", "-t", str(PLAN), "-l", str(samples), "-j", str(log), *told),
            stdout=output,
            stderr=STDOUT,
        )
        await process.wait()
    if not samples.exists() or process.returncode:
        raise Problem(f"JMeter failed:\n{(FOLDER / 'output.log').read_text()[-2000:]}")
    with samples.open() as lines:
        return read(lines)


async def put(target: Stack | None, options: argparse.Namespace) -> Report:
    """Let the traders in, let JMeter loose, look what is left, and make the report."""
    origin = target.origin if target else options.origin
    FOLDER.mkdir(parents=True, exist_ok=True)
    url, crowd = URL(origin), FOLDER / "crowd.csv"
    client = Client(url.host or "localhost", url.port or 80)
    members = await assemble(client, options.traders)
    client.close()
    crowd.write_text("".join(f"{one.email},{one.password},{one.symbol}\n" for one in members))
    crowd.chmod(0o600)
    began = monotonic()
    async with watching(target) as seen:
        samples = await run(origin, crowd, options)
    seconds = monotonic() - began
    wrong = await afterwards.wrong(target, members, _say) if target else None
    says = (
        f"{options.traders} traders sign in, then look, buy, look and sell {options.rounds} times,"
        f" {options.think} to {2 * options.think} ms between two requests; {seconds:.0f} s in all."
    )
    return reported("make load-jmeter", samples, wrong, seen, says)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> int:
    """Read the arguments, do it, and fail if an objective is missed."""
    parser = argparse.ArgumentParser(prog="load.jmeter", description=__doc__)
    parser.add_argument("--origin", default="", help="of a stack that runs already")
    parser.add_argument("--traders", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--think", type=int, default=100, help="milliseconds, at least")
    parser.add_argument("--reports", type=Path, default=HOME / "reports")
    options = parser.parse_args()
    with ExitStack() as stack_of:
        target = None
        if not options.origin:
            target = stack_of.enter_context(stack.running("load", PORT_SHIFT, is_fresh=True))
        report = asyncio.run(put(target, options))
    _say(report.text())
    _say(str(report.write(options.reports)))
    return not all(one.is_met for one in report.verdicts if one.value is not None)


if __name__ == "__main__":
    sys.exit(main())
