"""A process that is not configured does not start, and says everything that is missing at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from chassis.settings import Misconfigured, ServiceSettings

TESTS = Path(__file__).parents[3] / "tests"


class RiskySettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="RISKY_")

    service_name = "risky-business"
    limit: int


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("RISKY_", "POSTGRES_", "RABBITMQ_", "LOG_", "TLS", "PUBLIC_")):
            monkeypatch.delenv(name)


def complete(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PORT": "1", "RABBITMQ_PASSWORD": "a@b/c", "LIMIT": "3"}.items():
        monkeypatch.setenv(f"RISKY_{name}", value)


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(Misconfigured) as caught:
        RiskySettings.from_environment()

    assert str(caught.value).splitlines() == [
        "  RISKY_PORT: Field required",
        "  RISKY_RABBITMQ_PASSWORD: Field required",
        "  RISKY_LIMIT: Field required",
    ]


def test_everything_that_is_wrong_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    complete(monkeypatch)
    wrong = {
        "RISKY_PORT": "70000",
        "POSTGRES_PORT": "many",
        "LOG_LEVEL": "LOUD",
        "INBOX_DAYS": "0",
        "PARTITIONS": "65",
        "START_TIMEOUT_SECONDS": "-1",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(Misconfigured) as caught:
        RiskySettings.from_environment()

    named = [line.strip().partition(":")[0] for line in str(caught.value).splitlines()]
    assert sorted(named) == sorted(wrong)


def test_no_secret_is_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKY_RABBITMQ_PASSWORD", "hunter2")

    with pytest.raises(Misconfigured) as caught:
        RiskySettings.from_environment()

    assert "hunter2" not in str(caught.value)


def test_urls_are_the_services_own_and_any_password_fits_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    complete(monkeypatch)
    monkeypatch.setenv("RISKY_DATABASE_PASSWORD", "p@ss:w/rd?#")
    for name, value in {"POSTGRES_HOST": "db", "POSTGRES_PORT": "5", "RABBITMQ_PORT": "6"}.items():
        monkeypatch.setenv(name, value)

    settings = RiskySettings.from_environment()

    assert settings.rabbitmq_url() == "amqp://risky_business:a%40b%2Fc@127.0.0.1:6/"
    assert settings.database_url() == (
        "postgresql+asyncpg://risky_business:p%40ss%3Aw%2Frd%3F%23@db:5/risky_business"
    )


def test_a_database_without_a_password_is_a_missing_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    complete(monkeypatch)

    with pytest.raises(Misconfigured, match="RISKY_DATABASE_PASSWORD: Field required"):
        RiskySettings.from_environment().database_url()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    complete(monkeypatch)

    assert "a@b" not in repr(RiskySettings.from_environment())


def test_a_process_says_what_is_missing_and_does_not_start() -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(TESTS)}

    done = subprocess.run(
        [sys.executable, "-m", "chassis", "tally"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.returncode == 78
    assert "tally cannot start; set these variables" in done.stderr
    for name in ("TALLY_PORT", "TALLY_RABBITMQ_PASSWORD", "TALLY_OWN_DATABASE_URL"):
        assert f"{name}: Field required" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["tally", "dance"]])
def test_wrong_use_is_explained(arguments: list[str]) -> None:
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "chassis", *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.returncode == 2
    assert "python -m chassis <package>" in done.stderr


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ({}, "http://localhost:8080"),
        ({"TLS": "1"}, "https://localhost:8080"),
        ({"TLS": "1", "PUBLIC_ORIGIN": "http://desk.example"}, "https://desk.example"),
        ({"TLS": "1", "PUBLIC_ORIGIN": "https://desk.example"}, "https://desk.example"),
        ({"TLS": "0", "PUBLIC_ORIGIN": "http://desk.example"}, "http://desk.example"),
        ({"TLS": "0", "PUBLIC_ORIGIN": "https://desk.example"}, "https://desk.example"),
    ],
)
def test_where_there_is_tls_the_public_origin_is_https(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], origin: str
) -> None:
    complete(monkeypatch)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert RiskySettings.from_environment().public_origin == origin
