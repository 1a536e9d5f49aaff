"""Dashboards are what the code says, and nothing on them is there twice."""

import json
from collections import Counter
from pathlib import Path

import pytest

from outcry import dashboards
from outcry.dashboards import DASHBOARDS, FOLDER, panels
from outcry.dashboards.panels import COLUMNS, Dashboard, Row, chart, figure
from outcry.environment import EXAMPLE, assignments
from outcry.errors import Problem
from outcry.observing import NAMES, prepare_observers
from outcry.roster import SERVICES
from outcry.scraping import RULES, configuration_here, configuration_in_containers

each_dashboard = pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda one: one.uid)


def test_what_is_committed_is_what_the_code_says() -> None:
    assert dashboards.stale() == [], "run `make dashboards`"


def test_what_is_stale_is_noticed_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboards, "ROOT", tmp_path)
    monkeypatch.setattr(dashboards, "FOLDER", tmp_path / FOLDER.name)
    monkeypatch.setattr(dashboards, "IN_CONTAINERS", tmp_path / "prometheus.yml")
    assert len(dashboards.write()) == len(DASHBOARDS) + 1
    (tmp_path / FOLDER.name / "orders.json").write_text("{}")
    (tmp_path / FOLDER.name / "old.json").write_text("{}")

    changed = [f"{FOLDER.name}/old.json", f"{FOLDER.name}/orders.json"]
    assert dashboards.stale() == changed == dashboards.write()
    assert dashboards.stale() == []
    assert not (tmp_path / FOLDER.name / "old.json").exists()


@each_dashboard
def test_a_panel_has_a_place_of_its_own(dashboard: Dashboard) -> None:
    taken = Counter[tuple[int, int]]()
    laid_out = panels.written(dashboard)["panels"]
    for one in laid_out:
        place = one["gridPos"]
        assert place["x"] + place["w"] <= COLUMNS
        taken.update(
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        )

    assert set(taken.values()) == {1}
    assert len({one["id"] for one in laid_out}) == len(laid_out)


@each_dashboard
def test_a_panel_asks_the_one_prometheus_and_has_a_name(dashboard: Dashboard) -> None:
    shown = [one for one in panels.written(dashboard)["panels"] if one["type"] != "row"]

    assert {target["datasource"]["uid"] for one in shown for target in one["targets"]} == {
        "prometheus"
    }
    assert all(one["title"] and one["targets"] for one in shown)


def test_colours_say_whether_a_figure_is_good() -> None:
    row = Row(
        "r", [figure("a", "x", good_from=1), figure("b", "x", bad_from=2), chart("c", ("x", ""))]
    )
    _, good, bad, plain = panels.written(Dashboard("u", "t", "", [row]))["panels"]

    steps = [
        [
            (step["color"], step["value"])
            for step in one["fieldConfig"]["defaults"]["thresholds"]["steps"]
        ]
        for one in (good, bad)
    ]
    assert steps == [[("red", None), ("green", 1)], [("green", None), ("red", 2)]]
    assert "thresholds" not in plain["fieldConfig"]["defaults"]
    json.dumps(plain)


def test_here_and_in_containers_the_same_is_asked() -> None:
    values = assignments(EXAMPLE.read_text())
    here = configuration_here(values).splitlines()
    there = configuration_in_containers().splitlines()

    differ = [one for one, other in zip(here, there, strict=True) if one != other]
    assert len(differ) == len(SERVICES) + 7
    assert all('targets: ["127.0.0.1:' in one for one in differ)


def test_observers_stay_on_this_machine(tmp_path: Path) -> None:
    values = {**assignments(EXAMPLE.read_text()), "OBSERVE_DATABASE_PASSWORD": "a secret"}
    try:
        programs = prepare_observers(tmp_path, values)
    except Problem as problem:
        pytest.skip(str(problem))

    assert {one.name for one in programs} == NAMES
    for one in programs:
        assert any("listen-address=127.0.0.1:" in word for word in one.command)
        assert not any("a secret" in word for word in one.command)  # anybody can read these
    assert sorted(path.name for path in (tmp_path / "rules").iterdir()) == sorted(
        path.name for path in RULES.iterdir()
    )
