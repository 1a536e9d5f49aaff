"""What goes into the image: the locked libraries that run, and nothing that is only for tests."""

import re
import tomllib

import pytest
from composing import ROOT

TREE = (ROOT / "requirements.lock").read_text()
IMAGE = (ROOT / "infra/docker/requirements.lock").read_text()
REQUIREMENT = re.compile(r"^([a-z0-9-]+)==.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"[a-z0-9-]+")
PROJECTS = [
    tomllib.loads(path.read_text())["project"]
    for pattern in ("messaging/*", "services/*", "gateway/stream", "infra/local")
    for path in sorted(ROOT.glob(f"{pattern}/pyproject.toml"))
]
OURS = {project["name"] for project in PROJECTS}


def locked(lock: str) -> dict[str, str]:
    """Every requirement with its version, its marker and its hashes."""
    return {found[1]: re.sub(r"\s+# .*", "", found[0]) for found in REQUIREMENT.finditer(lock)}


def test_the_image_has_what_was_tested() -> None:
    assert locked(IMAGE).items() <= locked(TREE).items(), "run `make lock`"


@pytest.mark.parametrize("project", PROJECTS, ids=lambda one: one["name"])
def test_the_image_has_what_a_package_needs(project: dict[str, list[str]]) -> None:
    needed = {name[0] for one in project["dependencies"] if (name := NAME.match(one))}

    assert needed - OURS <= locked(IMAGE).keys(), "run `make lock`"


@pytest.mark.parametrize("lock", [TREE, IMAGE], ids=["tree", "image"])
def test_everything_is_locked_by_hash(lock: str) -> None:
    assert all("--hash=sha256:" in requirement for requirement in locked(lock).values())


def test_the_image_has_no_tools_for_tests() -> None:
    assert not {"pytest", "ruff", "basedpyright", "hypothesis", "pyyaml"} & locked(IMAGE).keys()


def test_the_build_is_not_shown_the_env_file() -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()

    assert rules[1] == "*"
    assert "!.env" not in rules
