"""Load: k6 finds nothing wrong with a stack, and a report says what was measured."""

import asyncio
import json
import re
import subprocess
from argparse import Namespace
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bench.http import Client
from bench.stack import Stack
from load import k6
from load.__main__ import put
from load.charts import LINES_MAX, chart
from load.crowd import assemble
from load.objectives import ROOT, Objective, agreed, objectives_of, table
from load.report import Report, Verdict
from load.watch import Series, Watch
from yarl import URL

README = ROOT / "README.md"


def is_about_time(objective: Objective) -> bool:
    """Whether a busy machine misses it; whether a quiet one does is for a run of its own to say."""
    return objective.unit in {"ms", "s"} or objective.metric == "orders_on_time"


def test_the_documentation_has_the_table_of_objectives() -> None:
    assert table() in README.read_text()


def test_every_scenario_has_objectives_that_there_are() -> None:
    for scenario, names in agreed()["scenarios"].items():
        assert {*names} <= agreed()["objectives"].keys(), scenario
    assert {*k6.names()} <= agreed()["scenarios"].keys()
    for scenario in k6.names():
        assert (k6.SCENARIOS / f"{k6.SAME_SCRIPT.get(scenario, scenario)}.js").is_file()


@pytest.mark.parametrize(
    ("metric", "statistic", "limit", "value", "is_met"),
    [
        ("order_filled_ms", "p(99)", 500, 499.9, True),
        ("order_filled_ms", "p(99)", 500, 500, False),
        ("wrong_afterwards", "count", 0, 0, True),
        ("wrong_afterwards", "count", 0, 1, False),
        ("orders_on_time", "rate", 0.99, 0.99, True),
        ("orders_on_time", "rate", 0.99, 0.98, False),
    ],
)
def test_an_objective_is_met_or_not(
    metric: str, statistic: str, limit: float, value: float, *, is_met: bool
) -> None:
    assert Objective("", metric, statistic, limit, "").is_met(value) is is_met


def test_what_was_not_measured_is_not_met() -> None:
    verdict = Verdict(Objective("It is fast", "x", "p(99)", 1, "ms"), None)
    assert not verdict.is_met
    assert verdict.row() == ["It is fast", "p(99) < 1 ms", "not measured", ""]


def test_memory_that_grows_is_seen() -> None:
    seen = Watch(memory={"order": Series([1.0] * 9, [100.0] * 3 + [120.0] * 3 + [150.0] * 3)})
    assert seen.growth() == {"order": 0.5}


def test_a_chart_is_svg_of_the_largest_lines() -> None:
    lines = {f"<{n}>": Series([0, 1], [n, n + 1.5]) for n in range(LINES_MAX + 2)}
    drawn = ElementTree.fromstring(chart("Load & more", "MiB", lines))  # noqa: S314  # our own
    texts = [one.text for one in drawn.findall(".//{*}text")]
    assert "Load & more (MiB)" in texts
    assert len(drawn.findall(".//{*}polyline")) == LINES_MAX
    assert "<0>" not in texts
    assert f"<{LINES_MAX + 1}>" in texts


def test_a_report_is_written_with_its_charts(tmp_path: Path) -> None:
    report = Report("try", "Load: try", "A try.", "make it", [], machine="this", made="now")
    report.draw("some", "Some", "1", {"a": Series([0, 1], [1, 2])})
    report.draw("none", "None", "1", {"a": Series([0], [1])})
    path = report.write(tmp_path)
    assert [one.name for one in sorted(tmp_path.iterdir())] == ["try-some.svg", "try.md"]
    assert re.findall(r"\((try-\S+)\)", path.read_text()) == ["try-some.svg"]


def engine() -> Path:
    if not k6.EXECUTABLE.exists():
        pytest.skip("k6 is not installed: `make k6`")
    return k6.EXECUTABLE


@pytest.mark.parametrize("scenario", k6.names())
def test_k6_understands_every_scenario(scenario: str, tmp_path: Path) -> None:
    crowd = tmp_path / "crowd.json"
    crowd.write_text('[{"email":"a","password":"b","token":"c","symbol":"IBM","account_id":"d"}]')
    script = k6.SCENARIOS / f"{k6.SAME_SCRIPT.get(scenario, scenario)}.js"
    told = subprocess.run(  # noqa: S603  # our own scripts
        [engine(), "inspect", "-e", f"CROWD={crowd}", "-e", f"SCENARIO={scenario}", script],
        check=True,
        capture_output=True,
        text=True,
    )
    thresholds = json.loads(told.stdout)["thresholds"]
    measured_later = {"wrong_afterwards", "memory_growth"}
    assert {one.metric for one in objectives_of(scenario)} - measured_later <= thresholds.keys()


@pytest.mark.system
async def test_a_little_of_everything_works_under_k6(target: Stack, tmp_path: Path) -> None:
    engine()
    shape: dict[str, Any] = {**k6.shape_of("smoke"), "seconds": 10}
    report = await put(target, Namespace(scenario="smoke", origin=""), shape)
    assert report.write(tmp_path).name == "smoke.md"
    assert [one.row() for one in report.verdicts if one.value is None] == []
    missed = [one for one in report.verdicts if not one.is_met]
    assert [one.row() for one in missed if not is_about_time(one.objective)] == []
    assert {"cpu", "memory", "throughput"} <= report.charts.keys()


@pytest.mark.system
async def test_k6_fails_where_an_objective_is_missed(target: Stack, tmp_path: Path) -> None:
    """A client whom nobody lets in loses its socket."""
    url = URL(target.origin)
    client = Client(url.host or "", url.port or 0)
    (known,) = await assemble(client, 1, with_shares=False)
    client.close()
    crowd = tmp_path / "crowd.json"
    crowd.write_text(json.dumps([known.as_data(), known.as_data() | {"token": "wrong"}]))
    shape = 'SHAPE={"traders":2,"seconds":2,"clients":2,"shared":1,"ramp_seconds":0}'
    variables = (f"ORIGIN={target.origin}", f"CROWD={crowd}", shape)
    told = (word for variable in variables for word in ("-e", variable))
    command = (engine(), "run", "--quiet", *told, k6.SCENARIOS / "fan-out.js")
    done = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    said, _ = await done.communicate()
    assert done.returncode == k6.THRESHOLDS_CROSSED, said.decode()
    assert b"sockets_lost" in said.splitlines()[-1]
