"""Every container is told what it needs, and none can read what is for another."""

import json
import stat
from base64 import b64decode
from pathlib import Path

import pytest

from outcry.definitions import password_hash
from outcry.environment import assignments
from outcry.errors import Problem
from outcry.provision import GROUPS, provision
from outcry.roster import SERVICES, Service


@pytest.fixture
def owners(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Which group each file was given to; giving it needs to be a member."""
    given: dict[str, int] = {}

    def chown(path: Path, _user: int, group: int) -> None:
        given[str(path)] = group

    monkeypatch.setattr("os.chown", chown)
    return given


@pytest.fixture
def folder(tmp_path: Path, owners: dict[str, int]) -> Path:
    assert owners == {}
    assert provision(tmp_path, {}) == []
    return tmp_path


def variables(folder: Path, name: str) -> dict[str, str]:
    return assignments((folder / name / "variables").read_text())


each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)


@each_service
def test_a_service_is_told_where_everything_is(service: Service, folder: Path) -> None:
    told = variables(folder, service.package)

    assert told["POSTGRES_HOST"] == "postgres"
    assert told["BIND_HOST"] == "0.0.0.0"  # noqa: S104  # its network is private
    assert told[f"{service.prefix}PORT"] == "8000"
    assert told["JWKS_URL"] == "http://auth:8000/.well-known/jwks.json"
    assert told["REDIS_URL"].endswith("@redis:6379/0")


@each_service
def test_a_service_is_told_no_secret_of_another(service: Service, folder: Path) -> None:
    told = variables(folder, service.package)
    everything = variables(folder, "operator")

    secrets = {name for name in everything if name.endswith(("_PASSWORD", "_SECRET"))}
    own = {name for name in secrets if name.startswith(service.prefix)}
    assert secrets & told.keys() == own


def test_each_part_can_be_read_by_its_group_and_nobody_else(
    folder: Path, owners: dict[str, int]
) -> None:
    for file in folder.rglob("*"):
        part = file.relative_to(folder).parts[0]
        assert owners[str(file)] == GROUPS[part]
        if part != "postgres":
            assert stat.S_IMODE(file.stat().st_mode) & 0o007 == 0


def test_of_postgres_only_the_settings_are_for_all(folder: Path) -> None:
    modes = {
        file.name: stat.S_IMODE(file.stat().st_mode) for file in (folder / "postgres").iterdir()
    }

    assert modes == {"password": 0o440, "postgresql.conf": 0o444}


def test_secrets_stay(folder: Path) -> None:
    before = variables(folder, "operator")

    provision(folder, {})

    assert variables(folder, "operator") == before


def test_a_given_secret_is_taken_at_the_first_start(tmp_path: Path, owners: object) -> None:
    assert owners is not None
    assert provision(tmp_path, {"AUTH_DEMO_PASSWORD": "correct horse"}) == []

    assert variables(tmp_path, "auth")["AUTH_DEMO_PASSWORD"] == "correct horse"  # noqa: S105


def test_another_secret_later_is_named_and_not_taken(folder: Path) -> None:
    before = variables(folder, "order")

    assert provision(folder, {"ORDER_DATABASE_PASSWORD": "new"}) == ["ORDER_DATABASE_PASSWORD"]
    assert variables(folder, "order") == before


def test_other_variables_follow_what_is_given(folder: Path) -> None:
    provision(folder, {"GATEWAY_PORT": "9000", "LOG_LEVEL": "DEBUG", "POSTGRES_HOST": "127.0.0.1"})

    told = variables(folder, "stream")
    assert told["PUBLIC_ORIGIN"] == "http://localhost:9000"
    assert told["LOG_LEVEL"] == "DEBUG"
    assert told["POSTGRES_HOST"] == "postgres"


def test_a_resident_without_an_address_has_no_password(folder: Path) -> None:
    provision(folder, {"AUTH_DEMO_EMAIL": ""})

    assert variables(folder, "auth")["AUTH_DEMO_PASSWORD"] == ""
    assert variables(folder, "auth")["AUTH_ADMIN_PASSWORD"]


def test_the_servers_take_the_passwords_that_the_services_have(folder: Path) -> None:
    everything = variables(folder, "operator")
    users = json.loads((folder / "rabbitmq/definitions.json").read_text())["users"]
    hashes = {user["name"]: user["password_hash"] for user in users}

    password = (folder / "postgres/password").read_text()
    redis = (folder / "redis/redis.conf").read_text()

    assert password == everything["POSTGRES_ADMIN_PASSWORD"]
    assert f"requirepass {everything['REDIS_PASSWORD']}\n" in redis
    for service in SERVICES:
        given = everything[f"{service.prefix}RABBITMQ_PASSWORD"]
        assert matches(hashes[service.package], given)


def test_without_tls_there_is_no_certificate(folder: Path) -> None:
    assert not (folder / "gateway").exists()


def test_with_tls_the_gateway_gets_a_certificate_and_everybody_is_told(
    folder: Path, owners: dict[str, int]
) -> None:
    provision(folder, {"TLS": "1"})
    parts = {file.name: file.read_text() for file in (folder / "gateway").iterdir()}

    provision(folder, {"TLS": "1"})

    assert parts.keys() == {"certificate.pem", "key.pem"}
    assert {file.name: file.read_text() for file in (folder / "gateway").iterdir()} == parts
    assert owners[str(folder / "gateway/key.pem")] == GROUPS["gateway"]
    assert stat.S_IMODE((folder / "gateway/key.pem").stat().st_mode) == 0o440
    for name in ("auth", "stream", "operator"):
        told = variables(folder, name)
        assert (told["TLS"], told["PUBLIC_ORIGIN"]) == ("1", "https://localhost:8080")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"TLS": "yes"}, "TLS must be 1 or 0"),
        ({"TLS": "1", "TLS_CERTIFICATE": "/a", "TLS_KEY": "/b"}, "a certificate of their own"),
        ({"CORS_ORIGINS": "*"}, "no browser sends"),
    ],
    ids=str,
)
def test_what_the_gateway_cannot_use_is_said(
    tmp_path: Path, owners: object, given: dict[str, str], what: str
) -> None:
    assert owners is not None
    with pytest.raises(Problem, match=what):
        provision(tmp_path, given)


def matches(hashed: str, password: str) -> bool:
    return password_hash(password, b64decode(hashed)[:4]) == hashed
