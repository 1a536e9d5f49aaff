"""The rules for Prometheus: each alert has a runbook section and a test, and the tests hold."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from outcry.debian import OBSERVERS, install_missing
from outcry.errors import Problem
from outcry.program import path_of
from outcry.scraping import IN_CONTAINERS, RULES

ROOT = Path(__file__).parents[1]
TESTS = RULES.with_name("tests")
RUNBOOK = (ROOT / "docs/runbook.md").read_text()
FILES = sorted(path.name for path in RULES.glob("*.yml"))
SAME_SECTION = {"BudgetBurnsFast": "BudgetBurns"}


def alerts(file: str) -> list[dict[str, Any]]:
    groups = yaml.safe_load((RULES / file).read_text())["groups"]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


EVERY = [rule for file in FILES for rule in alerts(file)]
each_alert = pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule["alert"])
each_file = pytest.mark.parametrize("file", FILES)


@each_alert
def test_an_alert_says_how_bad_it_is_and_where_to_read_on(rule: dict[str, Any]) -> None:
    name = SAME_SECTION.get(rule["alert"], rule["alert"])

    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["runbook"] == f"docs/runbook.md#{name}".lower()


@each_alert
def test_the_runbook_says_what_it_means_how_to_see_and_what_to_do(rule: dict[str, Any]) -> None:
    name = SAME_SECTION.get(rule["alert"], rule["alert"])

    _, found, rest = RUNBOOK.partition(f"### {name}\n")
    section = re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]

    assert found
    assert re.findall(r"^(Means|See|Do): \S", section, re.MULTILINE) == ["Means", "See", "Do"]


def test_the_runbook_has_no_section_of_an_alert_that_is_gone() -> None:
    sections = re.findall(r"^### (\w+)$", RUNBOOK, re.MULTILINE)

    assert set(sections) == {SAME_SECTION.get(one["alert"], one["alert"]) for one in EVERY}


def test_links_within_the_runbook_lead_somewhere() -> None:
    sections = set(re.findall(r"^### (\w+)$", RUNBOOK.lower(), re.MULTILINE))

    assert set(re.findall(r"\]\(#([\w-]+)\)", RUNBOOK)) <= sections


@each_file
def test_each_alert_is_tested_alone_and_with_all_being_well(file: str) -> None:
    tests = yaml.safe_load((TESTS / file).read_text())["tests"]

    tested = {one["name"].partition(":")[0] for one in tests}
    assert tested >= {"all is well", *(rule["alert"] for rule in alerts(file))}


@pytest.fixture(scope="module")
def promtool() -> str:
    try:
        install_missing({"prometheus": OBSERVERS["prometheus"]})
    except Problem as problem:
        pytest.skip(str(problem))
    return str(path_of("promtool"))


def said(*command: str) -> str:
    """What it prints; a complaint fails the test."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.real
def test_prometheus_takes_the_configuration_and_every_rule(promtool: str) -> None:
    assert f"SUCCESS: {len(FILES)} rule files found" in said(
        promtool, "check", "config", str(IN_CONTAINERS)
    )


@pytest.mark.real
@each_file
def test_alerts_fire_for_what_they_are_for_and_for_nothing_else(promtool: str, file: str) -> None:
    assert "SUCCESS" in said(promtool, "test", "rules", str(TESTS / file))


@pytest.mark.real
def test_a_rule_that_asks_for_too_much_is_noticed(promtool: str, tmp_path: Path) -> None:
    for folder in (RULES, TESTS):
        (tmp_path / folder.name).mkdir()
    rules = (RULES / "books.yml").read_text()
    (tmp_path / "rules/books.yml").write_text(rules.replace("imbalance != 0", "imbalance > 1"))
    (tmp_path / "tests/books.yml").write_text((TESTS / "books.yml").read_text())

    with pytest.raises(AssertionError, match="LedgerUnbalanced"):
        said(promtool, "test", "rules", str(tmp_path / "tests/books.yml"))
