"""The configuration: complete, explained, secret, and given to those it concerns."""

import stat
from pathlib import Path

import pytest
from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from chassis.settings import ServiceSettings
from outcry.declarations import settings_class
from outcry.entrance import origin_here, public_host, speaks_tls
from outcry.environment import (
    EXAMPLE,
    ensure_env_file,
    environment_of,
    partitions_of,
    ports_of,
    read_environment,
)
from outcry.errors import Problem
from outcry.roster import SERVICES, Service

ORDER = next(one for one in SERVICES if one.name == "order")


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    ensure_env_file(path)
    return path


def example_names() -> set[str]:
    lines = EXAMPLE.read_text().splitlines()
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def variable_of(name: str, field: FieldInfo, settings: type[ServiceSettings]) -> str:
    alias = field.validation_alias
    assert not isinstance(alias, AliasChoices)
    return str(alias) if alias else f"{settings.model_config.get('env_prefix', '')}{name}".upper()


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_the_example_has_every_variable_of_every_service(service: Service) -> None:
    settings = settings_class(service)

    variables = {
        variable_of(name, field, settings) for name, field in settings.model_fields.items()
    }

    if service.name == "stream":
        variables.remove("STREAM_DATABASE_PASSWORD")  # it owns no data
    assert variables <= example_names()


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_the_example_has_no_variable_of_a_service_that_it_does_not_read(service: Service) -> None:
    settings = settings_class(service)

    variables = {
        variable_of(name, field, settings) for name, field in settings.model_fields.items()
    }

    assert {name for name in example_names() if name.startswith(service.prefix)} <= variables


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_service_can_start_with_the_file_as_it_is_made(service: Service, env_file: Path) -> None:
    settings = settings_class(service)(_env_file=env_file)  # pyright: ignore[reportCallIssue]

    assert settings.jwks_url.endswith(":8101/.well-known/jwks.json")


def test_every_variable_of_the_example_is_explained() -> None:
    explained = False
    for line in EXAMPLE.read_text().splitlines():
        explained = bool(line) and (explained or line.startswith("#"))
        section = line.startswith(("# ---", ""))
        assert section or explained, line


def test_secrets_are_made_and_differ(env_file: Path) -> None:
    values = read_environment(env_file)

    made = [value for name, value in values.items() if name.endswith(("_PASSWORD", "_SECRET"))]
    assert min(map(len, made)) >= 32
    assert len(set(made)) == len(made)


def test_nobody_else_may_read_the_file(env_file: Path) -> None:
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600


def test_a_second_run_changes_nothing(env_file: Path) -> None:
    before = env_file.read_text()

    assert ensure_env_file(env_file) == []
    assert env_file.read_text() == before


def test_what_the_example_has_gained_is_added(env_file: Path) -> None:
    kept = [line for line in env_file.read_text().splitlines() if not line.startswith("RISK_")]
    env_file.write_text("\n".join(kept))

    assert "RISK_RABBITMQ_PASSWORD" in ensure_env_file(env_file)
    assert read_environment(env_file)["RISK_PORT"] == "8104"
    assert len(read_environment(env_file)["RISK_RABBITMQ_PASSWORD"]) >= 32


def test_variables_refer_to_others(env_file: Path) -> None:
    values = read_environment(env_file)

    assert values["REDIS_URL"] == f"redis://:{values['REDIS_PASSWORD']}@127.0.0.1:8111/0"


def test_the_process_environment_goes_before(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTH_PORT", "9999")

    values = read_environment(env_file)

    assert values["AUTH_PORT"] == "9999"
    assert values["JWKS_URL"] == "http://127.0.0.1:9999/.well-known/jwks.json"


@pytest.mark.parametrize(
    ("tls", "origin"), [("0", "http://localhost:8080"), ("1", "https://localhost:8080")]
)
def test_browsers_are_sent_to_where_the_gateway_listens(
    env_file: Path, monkeypatch: pytest.MonkeyPatch, tls: str, origin: str
) -> None:
    monkeypatch.setenv("TLS", tls)
    values = read_environment(env_file)

    assert values["PUBLIC_ORIGIN"] == origin
    assert environment_of(ORDER, values)["PUBLIC_ORIGIN"] == origin


@pytest.mark.parametrize("value", ["yes", "2", "true", " 1"])
def test_tls_is_on_or_off(value: str) -> None:
    with pytest.raises(Problem, match="TLS must be 1 or 0"):
        speaks_tls({"TLS": value})


def test_our_own_programs_find_the_gateway() -> None:
    plain = {"TLS": "", "GATEWAY_PORT": "9", "PUBLIC_ORIGIN": "https://desk.example"}

    assert origin_here(plain) == "http://127.0.0.1:9"
    assert origin_here(plain | {"TLS": "1"}) == "https://desk.example"


@pytest.mark.parametrize("origin", ["", "localhost", "https://", "//"])
def test_the_public_origin_has_a_name(origin: str) -> None:
    with pytest.raises(Problem, match="PUBLIC_ORIGIN is no origin"):
        public_host({"PUBLIC_ORIGIN": origin})


def test_without_a_file_the_process_environment_is_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_PORT", "5432")
    values = read_environment(tmp_path / "missing")

    assert values["POSTGRES_PORT"] == "5432"
    with pytest.raises(Problem, match="POSTGRES_NONSENSE is not set"):
        _ = values["POSTGRES_NONSENSE"]


def test_a_service_is_told_its_own_secrets_only(env_file: Path) -> None:
    given = environment_of(ORDER, read_environment(env_file))

    assert given["ORDER_DATABASE_PASSWORD"]
    assert given["POSTGRES_PORT"] == "8110"
    foreign = {"RISK_DATABASE_PASSWORD", "AUTH_KEY_SECRET", "POSTGRES_ADMIN_PASSWORD"}
    assert not foreign & given.keys()


def test_secrets_of_others_are_not_inherited_either(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISK_DATABASE_PASSWORD", "from the shell")

    assert "RISK_DATABASE_PASSWORD" not in environment_of(ORDER, read_environment(env_file))


def test_another_shell_is_no_reason_to_start_a_service_again(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = environment_of(ORDER, read_environment(env_file))
    monkeypatch.setenv("SHLVL", "7")
    monkeypatch.setenv("PATH", "/elsewhere")

    assert environment_of(ORDER, read_environment(env_file)) == before


@pytest.mark.parametrize("value", ["", "http", "0", "65536", "-1", "80.5"])
def test_a_port_must_be_one(value: str) -> None:
    with pytest.raises(Problem, match="GATEWAY_PORT must be a port"):
        ports_of({"GATEWAY_PORT": value})


@pytest.mark.parametrize("value", ["", "0", "65", "-1", "two", "1.5"])
def test_the_number_of_partitions_must_be_one(value: str) -> None:
    with pytest.raises(Problem, match="PARTITIONS must be a number from 1 to 64"):
        partitions_of({"PARTITIONS": value})


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_every_service_is_told_the_number_of_partitions(service: Service, env_file: Path) -> None:
    values = {**read_environment(env_file), "PARTITIONS": "8"}

    assert environment_of(service, values)["PARTITIONS"] == "8"
    assert partitions_of(values) == 8
