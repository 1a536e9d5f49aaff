"""The gateway's configuration: rendered, and accepted by nginx."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from outcry.certificate import CERTIFICATE, KEY
from outcry.environment import ensure_env_file, read_environment
from outcry.errors import Problem
from outcry.nginx import prepare_nginx
from outcry.program import path_of
from outcry.template import render


@pytest.fixture
def values(tmp_path: Path) -> Mapping[str, str]:
    ensure_env_file(tmp_path / ".env")
    return read_environment(tmp_path / ".env")


@pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install the package nginx-light")
@pytest.mark.parametrize("tls", ["0", "1"])
def test_nginx_accepts_the_rendered_configuration(
    tmp_path: Path, values: Mapping[str, str], tls: str
) -> None:
    program = prepare_nginx(tmp_path / "nginx", {**values, "TLS": tls})

    tested = subprocess.run(
        [*program.command, "-t"],
        cwd=program.directory,
        env=dict(program.environment),
        check=False,
        capture_output=True,
        text=True,
    )

    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr


@pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install the package nginx-light")
def test_another_certificate_is_a_reason_to_start_again(
    tmp_path: Path, values: Mapping[str, str]
) -> None:
    folder, with_tls = tmp_path / "nginx", {**values, "TLS": "1"}
    first = prepare_nginx(folder, with_tls)

    assert prepare_nginx(folder, with_tls) == first
    (folder / CERTIFICATE).unlink()
    (folder / KEY).unlink()
    assert prepare_nginx(folder, with_tls).revision != first.revision


def test_only_placeholders_are_replaced() -> None:
    assert render("listen ${PORT}; return $uri ${PORT}$", {"PORT": "80"}) == (
        "listen 80; return $uri 80$"
    )


def test_a_placeholder_without_a_value_is_a_problem() -> None:
    with pytest.raises(Problem, match="a value for HOST, PORT"):
        render("${PORT} ${HOST}", {})
