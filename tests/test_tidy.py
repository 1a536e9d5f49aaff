"""The code is as tidy as we promised, file by file; and the rules notice when it is not."""

from pathlib import Path, PurePosixPath

import pytest
from tidiness import (
    FILE_LINES_MAX,
    FUNCTION_LINES_MAX,
    OF_ANY_LANGUAGE,
    Source,
    complaints,
)

ROOT = Path(__file__).parents[1]
FOLDERS = ("messaging", "services", "gateway", "infra", "tests", "frontend/scripts")
TERMINAL = [
    Source(PurePosixPath(path.relative_to(ROOT)), path.read_text())
    for folder in ("frontend/src", "frontend/e2e", "frontend/scripts")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".ts", ".tsx", ".mjs", ".css"} and "generated" not in path.parts
]
SOURCES = [
    Source(PurePosixPath(path.relative_to(ROOT)), path.read_text())
    for place in ("conftest.py", *FOLDERS)
    for path in sorted([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.path))
def test_a_file_is_tidy(source: Source) -> None:
    assert complaints(source) == []


@pytest.mark.parametrize("source", TERMINAL, ids=lambda source: str(source.path))
def test_a_file_of_the_terminal_is_tidy(source: Source) -> None:
    """How long a function may be, Biome knows better."""
    assert [one for rule in OF_ANY_LANGUAGE for one in rule(source)] == []


DOMAIN = "services/order/src/order/domain/book.py"
REGISTRY = "".join(("npm", "js", ".example"))  # in pieces: this file names none either
API = "services/order/src/order/api.py"
TEST = "services/order/tests/test_api.py"
HEAD = '"""What it is for."""\n'
LONG_FUNCTION = 'def work() -> None:\n    """Work."""\n' + "    work()\n" * FUNCTION_LINES_MAX


@pytest.mark.parametrize(
    ("path", "code", "complaint"),
    [
        (API, "x = 1\n" * FILE_LINES_MAX, "251 lines, at most 250"),
        (API, LONG_FUNCTION, "work has 42 lines, at most 40"),
        (API, "def work() -> None: ...", "work has no docstring"),
        (API, "class Work: ...", "Work has no docstring"),
        (API, 'class Work:\n    """W."""\n    def do(self): ...', "Work.do has no docstring"),
        (API, "x = 1  # TODO", "TODO is left behind"),
        (API, "# FIXME", "FIXME is left behind"),
        (API, "from . import schemas", "line 2: a relative import"),
        ("services/order/src/order/utils.py", "", "'utils' does not say what is in there"),
        ("services/order/src/order/service.py", "", "'service' does not say what is in there"),
        ("services/common/src/a.py", "", "'common' does not say what is in there"),
        (API, f'HOST = "{REGISTRY}"', f"'{REGISTRY[:5]}' is somebody else's place"),
        (API, 'HERE = "/work/x"', "'/work/' is somebody else's place"),
        (API, 'DATA = "../shared/ticks"', "'../shared' is for tests only"),
        (DOMAIN, "import time", "line 2: time in a domain"),
        (DOMAIN, "from time import monotonic", "line 2: time in a domain"),
        (DOMAIN, "a = datetime.now(UTC)", "line 2: datetime.now in a domain"),
        (DOMAIN, "a = datetime.datetime.utcnow()", "line 2: datetime.utcnow in a domain"),
        (DOMAIN, "a = date.today()", "line 2: date.today in a domain"),
        (DOMAIN, "a = random.choice([1])", "line 2: random.choice in a domain"),
        (DOMAIN, "from random import shuffle", "line 2: random.shuffle in a domain"),
        (DOMAIN, "a = Random()", "line 2: a generator without a seed in a domain"),
        (DOMAIN, "from uuid import UUID, uuid4", "line 2: uuid4 in a domain"),
        (DOMAIN, "a = uuid.uuid4()", "line 2: uuid.uuid4 in a domain"),
    ],
)
def test_what_is_not_tidy_is_noticed(path: str, code: str, complaint: str) -> None:
    assert complaints(Source(PurePosixPath(path), HEAD + code)) == [complaint]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (DOMAIN, "a = Random(7).random() + clock.now(wall)"),
        (DOMAIN, "from random import Random\nfrom uuid import UUID, uuid5"),
        (API, "a = datetime.now(UTC)"),
        (API, "def _own() -> None: ..."),
        (API, 'class A:\n    """A."""\n    @override\n    def b(self): ...'),
        (TEST, 'DATA = "../shared/ticks"\ndef test_it_works() -> None: ...'),
    ],
)
def test_what_is_tidy_is_left_in_peace(path: str, code: str) -> None:
    assert complaints(Source(PurePosixPath(path), HEAD + code)) == []


def test_a_file_without_a_purpose_is_noticed() -> None:
    empty = Source(PurePosixPath(API), "")

    assert complaints(empty) == ["does not say in one line what it is for"]
