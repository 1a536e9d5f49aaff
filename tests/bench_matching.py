"""The matching core at work, beside two published engines, on the same flow, in one run.

``python tests/bench_matching.py [--ops 40000] [--slow-ops 60] [--repeats 7]``. The flow is 55 %
resting limits, 15 % marketable orders and 30 % cancels, at 100, 1,000 and 10,000 resting orders.
Where the core is compiled (``make speedups``), as it then trades in production, it is measured so,
and the same core interpreted is said beside it. The last line: the slowest of ours, the least ratio
to the faster peer, and how flat ours is.
"""

import argparse
import json
import subprocess
import sys

from bench.matching_book import golden_book, whole
from bench.matching_flow import RESTING, flow, golden, ours, p99_of_ours
from bench.matching_peers import install, light, slow

from order.domain.core import matching

Figures = dict[str, float | str]


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure(options: argparse.Namespace) -> Figures:
    """Operations a second of the core by how many rest, the best of some runs; and what it did."""
    found: Figures = {"golden": golden() + golden_book(), "file": str(matching.__file__)}
    for resting in RESTING:
        orders = flow(resting, options.ops)
        found[str(resting)] = options.ops / min(ours(orders)[0] for _ in range(options.repeats))
    return found


def beside_peers(options: argparse.Namespace) -> dict[int, tuple[float, float]]:
    """Ours, and the faster peer, by how many rest; operations a second."""
    speeds: dict[int, tuple[float, float]] = {}
    for resting in RESTING:
        orders = flow(resting, options.ops)
        mine: list[float] = []
        theirs: list[float] = []
        fills, found = 0, list[bool]()
        for _ in range(options.repeats):
            seconds, fills, found = ours(orders)
            mine.append(options.ops / seconds)
            theirs.append(options.ops / light(orders, found)[0])
        few = orders._replace(ops=orders.ops[: options.slow_ops])
        slowest = options.slow_ops / slow(few, found)[0]
        speeds[resting] = (max(mine), max(*theirs, slowest))
        say(
            f"{resting:>6} resting: ours {max(mine):,.0f}/s (p99 {p99_of_ours(orders):.1f} us, "
            f"{fills:,} fills), lightmatchingengine {max(theirs):,.0f}/s, "
            f"order-matching {slowest:,.0f}/s"
        )
    return speeds


def whole_books(options: argparse.Namespace) -> None:
    """Say what a book does with lives, reasons, fees and fills."""
    for resting in RESTING:
        seconds, late = whole(flow(resting, options.ops // 4))
        speed = options.ops // 4 / seconds
        say(f"{resting:>6} resting: a whole book {speed:,.0f}/s (p99 {late:.1f} us)")


def interpreted(options: argparse.Namespace) -> Figures:
    """What the same source does that is not compiled.

    Raises:
        SystemExit: not the same.
    """
    command = [sys.executable, __file__, "--only-ours", f"--ops={options.ops}"]
    answer = subprocess.run(  # noqa: S603
        [*command, f"--repeats={options.repeats}"],
        check=True,
        capture_output=True,
        env={"PYTHONPATH": ""},
    )
    found: Figures = json.loads(answer.stdout)
    if found["golden"] != golden() + golden_book():
        raise SystemExit("the compiled core does something else")
    return found


def main() -> None:
    """Read the arguments, measure, print the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ops", type=int, default=40_000, help="operations for each of the fast")
    parser.add_argument("--slow-ops", type=int, default=60, help="operations for the slow one")
    parser.add_argument("--repeats", type=int, default=7, help="runs, of which the best counts")
    parser.add_argument("--only-ours", action="store_true", help="say ours in JSON, and no more")
    options = parser.parse_args()
    if options.only_ours:
        say(json.dumps(measure(options)))
        return
    install()
    is_compiled = not str(matching.__file__).endswith(".py")
    say(f"the core is {'compiled' if is_compiled else 'interpreted'}: {matching.__file__}")
    speeds = beside_peers(options)
    whole_books(options)
    if is_compiled:
        slower = interpreted(options)
        parts = [f"{float(slower[str(resting)]):,.0f}/s at {resting:,}" for resting in RESTING]
        say(f"interpreted, with the same results: {', '.join(parts)}")
    ratio = min(mine / peer for mine, peer in speeds.values())
    flat = speeds[RESTING[-1]][0] / speeds[RESTING[0]][0]
    slowest = min(mine for mine, _ in speeds.values())
    say(f"ops_per_s={slowest:.0f} ratio={ratio:.2f} flat={flat:.2f}")


if __name__ == "__main__":
    main()
