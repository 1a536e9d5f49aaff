"""The import contracts name every package there is; `lint-imports` checks that they are kept."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["name"].partition(":")[0]: contract
    for contract in PROJECT["tool"]["importlinter"]["contracts"]
}
PLACES = {
    source.name: source
    for folder in ("messaging", "services", "gateway", "infra")
    for source in (ROOT / folder).glob("*/src/*")
    if (source / "__init__.py").exists()
}
LIBRARIES = {"vocabulary", "events", "bus", "chassis"}
SERVICES = PLACES.keys() - LIBRARIES - {"outcry"}
DOMAINS = {f"{name}.domain" for name in SERVICES if (PLACES[name] / "domain").exists()}


def listed(contract: str, under: str) -> set[str]:
    """What a contract names, however it groups them."""
    lines: list[str] = CONTRACTS[contract][under]
    return {name.strip("() ") for line in lines for name in line.split("|")}


def test_every_package_is_looked_at() -> None:
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == PLACES.keys()
    assert set(PROJECT["tool"]["ruff"]["lint"]["isort"]["known-first-party"]) == PLACES.keys()


def test_every_package_is_installed_for_development() -> None:
    assert {name.replace("_", "-") for name in PLACES} <= set(PROJECT["dependency-groups"]["dev"])


@pytest.mark.parametrize(
    ("contract", "under", "packages"),
    [
        (
            "Dependencies point one way, and services never import each other",
            "layers",
            PLACES.keys(),
        ),
        ("Every service has the same shape, and no file outside it", "containers", SERVICES),
        ("Only the bus talks to aio-pika", "source_modules", SERVICES),
        ("A domain is arithmetic", "source_modules", DOMAINS | {"vocabulary"}),
    ],
)
def test_a_contract_names_all_it_is_about(contract: str, under: str, packages: set[str]) -> None:
    assert listed(contract, under) == packages


def test_every_pure_handler_is_held_to_it() -> None:
    pure = {
        f"{name}.handlers"
        for name in SERVICES
        if any("Handlers[" in path.read_text() for path in _handlers(PLACES[name]))
    }

    assert listed("Handlers are pure", "source_modules") == pure


def _handlers(package: Path) -> list[Path]:
    return [*package.glob("handlers.py"), *package.glob("handlers/*.py")]


def test_every_domain_is_covered_in_full() -> None:
    assert set(PROJECT["tool"]["coverage"]["run"]["source_pkgs"]) == DOMAINS | {"vocabulary"}
