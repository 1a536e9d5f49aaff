"""The terminal: sound by its own tools, small enough to load at once, and of today's API."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FRONTEND = ROOT / "frontend"
NODE = ROOT / "infra/local/node"
GENERATED = FRONTEND / "src/api/generated"
SHELL_BYTES_MAX = 250_000
"""Of compressed JavaScript that a browser loads before it shows anything."""
BUILD_SECONDS = 1500

pytestmark = pytest.mark.timeout(1800)
with_packages = pytest.mark.skipif(
    not (FRONTEND / "node_modules/.package-lock.json").is_file(),
    reason="needs the terminal's packages: run `make terminal`",
)


def run(*command: str) -> str:
    """What a command of the terminal's packages says; it has to succeed."""
    done = subprocess.run(  # noqa: S603  # our own tools
        [NODE, *command],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=BUILD_SECONDS,
    )
    assert done.returncode == 0, done.stdout[-8000:]
    return done.stdout


@with_packages
def test_its_types_are_those_of_todays_api(tmp_path: Path) -> None:
    run("node", "scripts/types.mjs", str(tmp_path))

    today = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert len(today) > 1
    assert {path.name: path.read_text() for path in GENERATED.iterdir()} == today, (
        "frontend/src/api/generated is stale: run `make types`"
    )


@with_packages
def test_its_types_agree() -> None:
    run("node", "node_modules/typescript/bin/tsc", "--noEmit")


@with_packages
def test_its_style_is_the_agreed_one() -> None:
    run("node", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings")


@with_packages
def test_its_own_tests_pass() -> None:
    run("node", "node_modules/vitest/vitest.mjs", "run")


@with_packages
def test_its_shell_is_small(tmp_path: Path) -> None:
    run("node", "node_modules/vite/bin/vite.js", "build", "--outDir", str(tmp_path))

    manifest = json.loads((tmp_path / ".vite/manifest.json").read_text())
    shell = loaded_at_once(manifest, "index.html")
    sizes = {name: len(gzip.compress((tmp_path / name).read_bytes())) for name in shell}
    assert sizes
    assert sum(sizes.values()) <= SHELL_BYTES_MAX, sizes


def loaded_at_once(manifest: dict[str, Any], entry: str) -> set[str]:
    """The scripts of an entry and of all that it imports, but not of what it imports later."""
    seen: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += manifest[name].get("imports", [])
    return {manifest[name]["file"] for name in seen}


def test_what_is_imported_later_is_not_counted() -> None:
    manifest = {
        "index.html": {"file": "a.js", "imports": ["_b.js"], "dynamicImports": ["chart.tsx"]},
        "_b.js": {"file": "b.js", "imports": ["index.html"]},
        "chart.tsx": {"file": "chart.js", "imports": ["_b.js"]},
    }

    assert loaded_at_once(manifest, "index.html") == {"a.js", "b.js"}


def lock() -> dict[str, dict[str, Any]]:
    return json.loads((FRONTEND / "package-lock.json").read_text())["packages"]


def test_the_lock_names_no_registry() -> None:
    assert [name for name, one in lock().items() if "resolved" in one] == []


def test_the_lock_is_complete_for_every_machine() -> None:
    packages = lock()
    missing = [
        name
        for path, one in packages.items()
        for name in one.get("optionalDependencies", {})
        if f"{path}/node_modules/{name}" not in packages and f"node_modules/{name}" not in packages
    ]

    assert missing == [], "run `node scripts/complete-lock.mjs` in frontend"
