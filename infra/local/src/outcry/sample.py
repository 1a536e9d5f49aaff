"""Thirteen years of five real stocks, from a package that is fetched when somebody wants them.

It is no dependency: its code needs libraries for maps and calendars, and we need one of its files.
"""

import subprocess
from pathlib import Path

from outcry.errors import Problem
from outcry.places import ROOT, Places

LIST = Path(__file__).parent / "sample.txt"
FILE = Path("bokeh_sampledata/_data/stocks.csv.gz")


def sample_file(places: Places) -> Path:
    """Daily bars of AAPL, FB, GOOG, IBM and MSFT, as traded, from March 2000 to March 2013.

    Raises:
        Problem: the package cannot be fetched.
    """
    folder = places.run / "sample"
    if not (folder / FILE).exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _fetch(folder)
        except OSError as error:  # a container can write nowhere, and has no tool to fetch with
            raise _unobtainable(str(error)) from None
    return folder / FILE


def _fetch(folder: Path) -> None:
    command = [ROOT / "infra" / "local" / "fetch", LIST, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise _unobtainable(done.stderr.strip())


def _unobtainable(reason: str) -> Problem:
    return Problem(
        f"the sample cannot be fetched: {reason}\nUnpack the package"
        f" {LIST.read_text().split()[0]} yourself and run `outcry import .../{FILE.name}`."
    )
