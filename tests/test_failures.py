"""Failures: what a user saw is judged rightly, and what breaks is what was to break."""

from pathlib import Path

import pytest
from chaos import clock, disk, network
from chaos.eyes import (
    GOOD_SECONDS,
    PERIOD_SECONDS,
    Look,
    expected_seconds,
    recovery_seconds,
    seen,
)
from chaos.faults import FAULTS, table
from load.objectives import ROOT

from outcry.program import Program
from outcry.state import Plan

CREATED, BAD_GATEWAY = 201, 502


def look(at: float, took: float | None = 0.1, status: int = CREATED) -> Look:
    return Look(at, status, at + 0.05, None if took is None else at + took)


def test_the_documentation_names_every_failure() -> None:
    assert table() in (ROOT / "load-testing/README.md").read_text()


def test_recovery_is_over_with_the_last_order_that_went_wrong() -> None:
    looks = [look(8), look(10, None, BAD_GATEWAY), look(12, 5.0), look(13), look(40, None)]
    assert recovery_seconds(looks, 10, 11, 30, 2.0) == 1 + PERIOD_SECONDS


def test_what_nobody_noticed_took_no_time() -> None:
    assert recovery_seconds([look(9), look(10), look(11)], 10, 11, 30, 2.0) == 0


def test_what_was_wrong_only_while_the_cause_lasted_took_hardly_any() -> None:
    looks = [look(10, None, BAD_GATEWAY), look(20, None, BAD_GATEWAY), look(25)]
    assert recovery_seconds(looks, 10, 25, 60, 2.0) == 0


def test_what_is_expected_is_what_was_before() -> None:
    assert expected_seconds([look(1), look(2)], 10) == GOOD_SECONDS
    assert expected_seconds([look(1, 4.0), look(11, 50.0)], 10) == 6.0
    assert not look(1, 4.0).is_good(GOOD_SECONDS)
    assert not look(1, None).is_good(60)
    assert not look(1, 0.1, BAD_GATEWAY).is_good(60)


def test_what_a_user_saw_is_told() -> None:
    said = " ".join(seen([look(1), look(2, None, BAD_GATEWAY), Look(3), look(4, None)]))
    assert "201 2 times" in said
    assert "502 1 times" in said
    assert "no answer 1 times" in said
    assert "of 1 accepted orders" in said


def test_only_one_program_has_a_wrong_clock() -> None:
    programs = [
        Program(name=name, command=("true",), directory=Path("/"), environment={"A": "1"})
        for name in ("order", "risk")
    ]
    plan = Plan(identity="now", programs=programs)
    order, risk = clock.skewed(plan, "order", -90, Path("/lib/faketime.so")).programs
    assert risk == programs[1]
    assert order.environment["FAKETIME"] == "-90s"
    assert order.environment["LD_PRELOAD"] == "/lib/faketime.so"
    assert order.environment["A"] == "1"
    assert plan.programs[0].environment == {"A": "1"}


def is_mounted(folder: Path) -> bool:
    return any(str(folder) in line for line in Path("/proc/mounts").read_text().splitlines())


def test_a_full_disk_has_room_again_afterwards(tmp_path: Path) -> None:
    try:
        with disk.small(tmp_path, "2m"):
            assert is_mounted(tmp_path)
            ballast = disk.fill(tmp_path)
            with pytest.raises(OSError, match="No space left"):
                (tmp_path / "more").write_bytes(b"x" * 8192)
            ballast.unlink()
            (tmp_path / "more").write_bytes(b"x" * 8192)
    except disk.NotAllowed as reason:
        pytest.skip(str(reason))
    assert not is_mounted(tmp_path)


def test_without_a_namespace_all_is_done_here() -> None:
    assert network.inside((), lambda: "done") == "done"


def test_what_needs_root_says_so() -> None:
    assert {name for name, one in FAULTS.items() if one.needs_root} == {"disk-full", "link-cut"}
