"""Run seeds: ``make simulate SEEDS=7``, or ``SEEDS=0-99999`` for all of them, on every core."""

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Iterable
from hashlib import blake2b
from multiprocessing import get_context
from time import monotonic

from simulation.invariants import check
from simulation.world import run_seed

AT_ONCE = 50
"""So many seeds are lived by one process, which is gone before its garbage is too much."""


def lives(seeds: Iterable[int]) -> list[tuple[int, str, str]]:
    """Of each seed the hash of its trace, and what was wrong; garbage is left lying meanwhile."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        return [_life(seed) for seed in seeds]
    finally:
        gc.enable()
        gc.unfreeze()


def main() -> int:
    """Run them, and print one line for each that fails, and one for all."""
    parser = argparse.ArgumentParser(prog="simulation", description=__doc__)
    parser.add_argument("seeds", help="one, or the first and the last: 0-499")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="so many at once")
    parser.add_argument("--trace", action="store_true", help="print all that happens in one")
    chosen = parser.parse_args()
    first, _, last = str(chosen.seeds).partition("-")
    seeds = range(int(first), int(last or first) + 1)
    if chosen.trace:
        world = run_seed(seeds[0], check)
        print("\n".join([*world.trace, world.digest]))  # noqa: T201  # it is asked for
        return 0
    return _report(seeds, chosen.processes)


def _life(seed: int) -> tuple[int, str, str]:
    try:
        return seed, run_seed(seed, check).digest, ""
    except Exception as error:  # whatever it is, the others go on
        last = traceback.extract_tb(error.__traceback__)[-1]
        return seed, "", f"{error!r} at {last.filename}:{last.lineno}"


def _report(seeds: range, processes: int) -> int:
    began, every, wrong = monotonic(), blake2b(digest_size=8), 0
    blocks = [seeds[start : start + AT_ONCE] for start in range(0, len(seeds), AT_ONCE)]
    gc.collect()
    gc.freeze()  # whoever is forked need not look through all of this
    with get_context("fork").Pool(processes, maxtasksperchild=1) as workers:
        for block in workers.imap(lives, blocks):
            for seed, digest, error in block:
                every.update(digest.encode())
                if error:
                    wrong += 1
                    print(f"seed {seed}: {error}", flush=True)  # noqa: T201  # its purpose
    took = monotonic() - began
    rate = f"{len(seeds) / took:.1f} seeds/s"
    print(f"{len(seeds)} seeds, {wrong} wrong, trace {every.hexdigest()}, {rate}")  # noqa: T201
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
