"""The gateway's configuration: rendered, and accepted by nginx."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from outcry.certificate import CERTIFICATE, KEY
from outcry.environment import ensure_env_file, read_environment
from outcry.errors import Problem
from outcry.laboratory import temporary_folder
from outcry.nginx import prepare_nginx
from outcry.program import path_of
from outcry.template import render

needs_nginx = pytest.mark.skipif(
    path_of("nginx") is None, reason="needs nginx: install the package nginx-light"
)


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as made:
        yield made


@pytest.fixture
def values(folder: Path) -> Mapping[str, str]:
    ensure_env_file(folder / ".env")
    return read_environment(folder / ".env")


@needs_nginx
@pytest.mark.parametrize("tls", ["0", "1"])
def test_nginx_accepts_the_rendered_configuration(
    folder: Path, values: Mapping[str, str], tls: str
) -> None:
    prepare_nginx(folder / "nginx", {**values, "TLS": tls})

    said = (folder / "nginx/proof.log").read_text()
    assert "test is successful" in said
    assert "[warn]" not in said


@needs_nginx
def test_another_certificate_is_a_reason_to_read_the_files_again(
    folder: Path, values: Mapping[str, str]
) -> None:
    own, with_tls = folder / "nginx", {**values, "TLS": "1"}
    first = prepare_nginx(own, with_tls)

    assert prepare_nginx(own, with_tls) == first
    (own / CERTIFICATE).unlink()
    (own / KEY).unlink()
    second = prepare_nginx(own, with_tls)
    assert first.becomes(second)
    assert not second.becomes(prepare_nginx(own, with_tls))


@needs_nginx
def test_a_configuration_that_nginx_refuses_is_a_problem_at_once(
    folder: Path, values: Mapping[str, str]
) -> None:
    with pytest.raises(Problem, match='invalid burst value "burst=many"'):
        prepare_nginx(folder / "nginx", {**values, "GATEWAY_BURST": "many"})


def test_only_placeholders_are_replaced() -> None:
    assert render("listen ${PORT}; return $uri ${PORT}$", {"PORT": "80"}) == (
        "listen 80; return $uri 80$"
    )


def test_a_placeholder_without_a_value_is_a_problem() -> None:
    with pytest.raises(Problem, match="a value for HOST, PORT"):
        render("${PORT} ${HOST}", {})
