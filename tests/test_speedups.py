"""The compiled core does what the source does, and nobody needs it."""

import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree, which

import pytest
from bench.matching_book import golden_book
from bench.matching_flow import golden

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "infra" / "local" / "speedups"
CORE = Path("services/order/src/order/domain/core")
SAY = """
import sys
sys.path.append("tests")
from bench.matching_book import golden_book
from bench.matching_flow import golden
from order.domain.core import matching
assert not matching.__file__.endswith(".py")
print(golden() + golden_book())
"""


def compiled() -> str:
    """Where the compiled core is; empty if there is none of today's source."""
    found = subprocess.run([SCRIPT, "path"], check=True, capture_output=True, text=True)  # noqa: S603
    return found.stdout.strip()


def a_tree(folder: Path) -> Path:
    """A tree that has a core and the script, and finds no C compiler."""
    copytree(ROOT / CORE, folder / CORE)
    (folder / "infra" / "local").mkdir(parents=True)
    (folder / "bin").mkdir()
    for tool in ("cat", "diff", "dirname", "env", "grep", "rm", "sh"):
        found = which(tool)
        assert found is not None
        (folder / "bin" / tool).symlink_to(found)
    return Path(copy(SCRIPT, folder / "infra" / "local"))


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [script, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": str(script.parents[2] / "bin")},
    )


def test_compiled_it_does_the_same() -> None:
    folder = compiled()
    if not folder:
        pytest.skip("the core is not compiled: make speedups")

    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SAY],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": folder},
    )

    assert said.stdout.strip() == golden() + golden_book()


def test_without_a_compiler_it_is_interpreted(tmp_path: Path) -> None:
    script = a_tree(tmp_path)

    said = run(script)

    assert "interpreted: there is no C compiler" in said.stderr
    assert run(script, "path").stdout == ""


def test_what_is_not_of_the_source_is_not_used(tmp_path: Path) -> None:
    script = a_tree(tmp_path)
    copytree(tmp_path / CORE, tmp_path / ".speedups/src/order/domain/core")
    cover = tmp_path / ".speedups/src/order/__init__.py"
    cover.write_text(f'__path__.append("{tmp_path}/services")')
    assert run(script, "path").stdout == f"{tmp_path}/.speedups/src\n"

    (tmp_path / CORE / "line.py").write_text("pass")
    assert run(script, "path").stdout == ""
