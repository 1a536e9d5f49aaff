"""Files from the command line: imported, reported, and gone on with."""

import asyncio
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from market_data.feeds.feed import BrokenLine
from outcry import cli
from outcry.databases import connected
from outcry.errors import Problem
from outcry.history_import import DATABASE, Wanted, import_files

pytestmark = pytest.mark.real
HEADER = "timestamp,symbol,open,high,low,close,volume"
MINUTES = 60_000
PATIENCE_SECONDS = 60


@pytest.fixture
def home(values: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose configuration leads to an empty database."""
    lines = [f'{name}="{value}"' for name, value in values.items()]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))
    execute(values, "truncate imports, corporate_actions, minutes, rollups")
    return tmp_path


def execute(values: Mapping[str, str], statement: str) -> list[Any]:
    async def run() -> list[Any]:
        async with connected(DATABASE, values) as connection:
            result = await connection.execute(text(statement))
            return list(result) if result.returns_rows else []

    return asyncio.run(run())


def outcry(*command: str) -> Result:
    return CliRunner().invoke(cli.app, ["import", *command], env={"COLUMNS": "200"})


def imported(*command: str) -> Any:  # noqa: ANN401
    result = outcry(*command, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def problem(*command: str) -> str:
    result = outcry(*command)
    assert isinstance(result.exception, Problem), result.output
    return str(result.exception)


def test_a_folder_is_imported_and_lines_that_cannot_be_read_are_said(home: Path) -> None:
    (home / "IBM.csv").write_text(f"{HEADER}\n2013-10-07,IBM,1,2,1,2,5\nnonsense\n")
    (home / "BAC.csv").write_text(f"{HEADER}\n2013-10-07T13:30:00Z,BAC,1,2,1,2,5\n")

    result = outcry(str(home), "--json")

    assert json.loads(result.stdout) == [
        {
            "file": "BAC.csv",
            "interval": "1Min",
            "symbols": "BAC",
            "first": "2013-10-07",
            "last": "2013-10-07",
            "bars": 1,
            "broken": 0,
        },
        {
            "file": "IBM.csv",
            "interval": "1Day",
            "symbols": "IBM",
            "first": "2013-10-07",
            "last": "2013-10-07",
            "bars": 1,
            "broken": 1,
        },
    ]
    assert result.stderr == "left out IBM.csv:3: 1 columns instead of 7\n"


def test_a_symbol_and_an_interval_can_be_said(home: Path, values: Mapping[str, str]) -> None:
    file = home / "prices.csv"
    file.write_text("date,open,high,low,close,volume\n2013-10-07T04:00:00Z,1,2,1,2,5\n")

    assert imported(str(file), "--symbol", "ibm", "--interval", "1Day")[0]["symbols"] == "IBM"
    assert execute(values, "select symbol from rollups where interval = '1Day'") == [("IBM",)]
    assert outcry(str(file), "--symbol", "I B M").exit_code == 2


def test_an_import_that_is_killed_goes_on(home: Path, values: Mapping[str, str]) -> None:
    lines = [
        f"2013-{1 + n // 40_000:02}-{1 + n // 1440 % 27:02}T{n // 60 % 24:02}:{n % 60:02}:00Z,"
        f"S{n // 38_880},10,12,9,11,{n}"
        for n in range(MINUTES)
    ]
    file = home / "many.csv.gz"
    file.write_bytes(gzip.compress("\n".join([HEADER, *lines]).encode()))
    environment = os.environ | {"OUTCRY_HOME": str(home)}
    command = [sys.executable, "-m", "outcry", "import", str(file)]
    with subprocess.Popen(command, env=environment) as running:
        deadline = monotonic() + PATIENCE_SECONDS
        while not (begun := execute(values, "select line, finished from imports")):
            assert monotonic() < deadline
            sleep(0.02)
        running.kill()
    assert begun[0].line < MINUTES

    (again,) = imported(str(file))
    (stored,) = execute(values, "select count(*), sum(volume) from minutes")
    (finished,) = execute(values, "select line, finished from imports")

    assert again["bars"] == stored[0] == MINUTES
    assert stored[1] == sum(range(MINUTES))
    assert tuple(finished) == (MINUTES + 1, True)
    years = execute(values, "select sum(volume) from rollups where interval = '1Year'")
    assert years[0][0] == stored[1]


class Watched:
    """Remembers what was shown of an import."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def begin(self, name: str, size: int) -> None:
        self.shown.append(f"begin {name} {size}")

    def show(self, done: int, bars: int) -> None:
        self.shown.append(f"{done} bytes {bars} bars")

    def make_longer(self, done: int, steps: int) -> None:
        self.shown.append(f"{done} of {steps}")

    def complain(self, lines: Sequence[BrokenLine], count: int) -> None:
        self.shown.append(f"{len(lines)} of {count} left out")


def test_reading_is_shown_and_so_are_the_longer_bars(home: Path, values: Mapping[str, str]) -> None:
    (home / "IBM.csv").write_text(f"{HEADER}\n2013-10-07,IBM,1,2,1,2,5\n")
    size, watched = (home / "IBM.csv").stat().st_size, Watched()

    asyncio.run(import_files(home / "IBM.csv", values, Wanted(), watched))

    assert watched.shown == [
        f"begin IBM.csv {size}",
        f"{size} bytes 1 bars",
        *("1 of 3", "2 of 3", "3 of 3"),
        f"{size} bytes 1 bars",
        "0 of 0 left out",
    ]


def test_actions_are_imported_once_and_corrected_until_they_are_effective(
    home: Path, values: Mapping[str, str]
) -> None:
    file = home / "actions.csv"
    columns = "symbol,ex_date,kind,new_shares,old_shares,cash,pay_date"
    lines = [columns, "AAPL,2014-06-09,split,7,1,,", "AAPL,2014-05-08,dividend,,,0.47,", "x"]
    file.write_text("\n".join(lines))
    first = outcry("actions", str(file))
    assert (first.exit_code, first.stdout) == (0, "2 new, 0 corrected, 0 known\n")
    assert first.stderr == "left out actions.csv:4: 1 columns instead of 7\n"

    execute(values, "update corporate_actions set status = 'effective' where kind = 'split'")
    file.write_text("\n".join(lines).replace("7,1", "8,1").replace("0.47", "0.48"))
    second = outcry("actions", str(file), "--json")

    assert second.exit_code == 1
    assert json.loads(second.stdout) == {
        "new": 0,
        "corrected": 1,
        "known": 0,
        "too_late": ["AAPL 2014-06-09 split"],
    }
    kept = "select new_shares, cash from corporate_actions order by ex_date"
    assert [tuple(map(str, row)) for row in execute(values, kept)] == [
        ("None", "0.48000000"),
        ("7.000000000", "None"),
    ]


def test_what_cannot_be_imported_is_said(home: Path) -> None:
    (home / "IBM.csv").write_text("date,price\n2013-10-07,1\n")

    assert "column open, high, low, close, volume is missing" in problem(str(home / "IBM.csv"))
    assert "there is no" in problem(str(home / "nowhere"))
    assert "No such file" in problem("actions", str(home / "nowhere"))
    assert "is missing" in problem("actions", str(home / "IBM.csv"))


def test_the_sample_is_five_stocks_of_a_package_that_was_fetched_before(home: Path) -> None:
    folder = home / ".run/sample/bokeh_sampledata/_data"
    folder.mkdir(parents=True)
    lines = [f"{one},2000-03-01,1,2,1,2,5,0.01" for one in ("AAPL", "FB", "GOOG", "IBM", "MSFT")]
    content = "\n".join(["Ticker,Date,Open,High,Low,Close,Volume,Adj Close", *lines])
    (folder / "stocks.csv.gz").write_bytes(gzip.compress(content.encode()))

    (sample,) = imported("sample")

    assert (sample["symbols"], sample["bars"]) == ("AAPL, FB, GOOG, IBM, MSFT", 5)
