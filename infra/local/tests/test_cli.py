"""The command as somebody types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from outcry import cli, debian, display
from outcry.demo import cli as demo
from outcry.errors import Problem
from outcry.follow import logs_of, read_logs
from outcry.places import Places
from outcry.ports import free_ports


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTCRY_HOME", str(tmp_path))


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / ".run/log"
    folder.mkdir(parents=True)
    (folder / "order.log").write_text("one\ntwo\nthree\n")
    (folder / "risk.log").write_text("four\n")
    return folder


def test_every_command_explains_itself() -> None:
    shown = CliRunner().invoke(cli.app, ["--help"], env={"COLUMNS": "200"})

    assert shown.exit_code == 0
    everyday = "up down status logs configure migrate keys parked dead-letters ledger"
    for command in everyday.split():
        assert f" {command} " in shown.output


def test_a_problem_is_one_message_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["outcry", "status"])

    with pytest.raises(SystemExit, match="1"):
        cli.main()

    assert "nothing is running: start it with `make up`" in capsys.readouterr().err


def test_down_without_a_stack_does_no_harm() -> None:
    assert CliRunner().invoke(cli.app, ["down"]).exit_code == 0


def test_clean_deletes_what_ran_and_keeps_the_configuration(tmp_path: Path, logs: Path) -> None:
    (tmp_path / ".env").write_text("AUTH_PORT=1\n")

    assert CliRunner().invoke(cli.app, ["clean"]).exit_code == 0

    assert not logs.exists()
    assert (tmp_path / ".env").exists()


@pytest.mark.usefixtures("logs")
def test_logs_show_the_end_of_each() -> None:
    shown = CliRunner().invoke(cli.app, ["logs", "--lines", "2"])

    assert shown.output.split() == ["order", "two", "order", "three", "risk", "four"]


@pytest.mark.usefixtures("logs")
def test_logs_of_an_unknown_program_are_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="there is no log of nobody; there is order, risk"):
        logs_of(Places(tmp_path), ["nobody"])


def test_followed_logs_show_whole_new_lines_and_survive_being_shortened(logs: Path) -> None:
    log = logs / "order.log"
    news = read_logs([log], 1, follow=True)
    assert next(news) == ("order", "three")

    with log.open("a") as file:
        file.write("four\nbegun")
    assert next(news) == ("order", "four")
    with log.open("a") as file:
        file.write(" and done\n")
    assert next(news) == ("order", "begun and done")
    log.write_text("again\n")
    assert next(news) == ("order", "again")


def test_missing_packages_are_named_with_the_command_to_install_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(debian, "PROGRAMS", {"postgresql": "/nowhere/*", "nginx-light": "/none"})
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(debian, "path_of", lambda _name: None)  # pyright: ignore[reportUnknownLambdaType,reportUnknownArgumentType]

    with pytest.raises(
        Problem,
        match="sudo apt-get install --no-install-recommends postgresql nginx-light",
    ):
        debian.install_missing()


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "PROGRAMS", {"python3": "/usr/bin/env"})

    assert debian.install_missing() == []


def test_data_is_printed_without_exponents(capsys: pytest.CaptureFixture[str]) -> None:
    from decimal import Decimal

    display.print_json({"sum": Decimal("0E-9"), "amount": Decimal("100.500000000")})

    assert json.loads(capsys.readouterr().out) == {"sum": "0", "amount": "100.5"}


def test_the_demo_can_be_played_on_a_stack_that_runs_already(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    monkeypatch.setattr("sys.argv", ["outcry", "demo", "--origin", f"http://127.0.0.1:{port}/"])

    monkeypatch.setattr(demo, "bring_up", None)
    with pytest.raises(SystemExit, match="1"):  # nobody is there: it did not start anybody either
        cli.main()

    assert not (tmp_path / ".env").exists()


def test_a_stack_that_runs_already_has_its_own_prices(tmp_path: Path) -> None:
    options = ["--origin", "http://127.0.0.1:1", "--replay", str(tmp_path)]

    refused = CliRunner().invoke(cli.app, ["demo", *options])

    assert refused.exit_code == 2
    assert "has its own prices" in refused.output
