"""What was ever committed as a schema is a promise, and no later commit may break it.

Git remembers what was promised: every version of every file in ``messaging/event-schemas`` is
compared with what the code generates now. So a change is caught before it is committed, after
it is committed, and when it is spread over many commits; regenerating the files does not help.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from events import CATALOGUE
from events.schema.compatibility import breaks_of_all, schemas_in
from events.schema.files import ACCEPTED, FOLDER, generate

Version = dict[str, Any]
NOW = {name: json.loads(text) for name, text in generate().items() if name.endswith(".json")}


def git(folder: Path, *arguments: str, say: str = "") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    ran = subprocess.run(command, input=say.encode(), check=True, capture_output=True)  # noqa: S603
    return ran.stdout


def promised(folder: Path) -> Iterator[tuple[str, Version]]:
    """Every version of every JSON file that a commit put into ``folder``, by name."""
    log = git(folder, "log", "--format=", "--raw", "--no-abbrev", "--no-renames", "-m", "--", ".")
    changes = [line.split() for line in log.decode().splitlines()]
    versions = sorted(
        {
            (Path(path).stem, blob)
            for *_, blob, _, path in changes
            if path.endswith(".json") and blob.strip("0")
        }
    )
    rest = git(folder, "cat-file", "--batch", say="".join(f"{blob}\n" for _, blob in versions))
    for name, _ in versions:
        head, _, rest = rest.partition(b"\n")
        size = int(head.split()[-1])
        yield name, json.loads(rest[:size])
        rest = rest[size + 1 :]


def schemas(name: str, document: Version) -> Mapping[str, Mapping[str, Any]]:
    return schemas_in(document) if name == "asyncapi" else {name: document}


def broken(folder: Path, now: dict[str, Version]) -> set[str]:
    """Everything that was promised in ``folder`` and is not kept by the documents of ``now``."""
    kept = {
        key: schema
        for file, document in now.items()
        for key, schema in schemas(Path(file).stem, document).items()
    }
    return {
        one
        for name, document in promised(folder)
        for one in breaks_of_all(schemas(name, document), kept)
    }


@pytest.fixture
def history() -> Path:
    if not (FOLDER.parents[1] / ".git").exists():
        pytest.skip("not a git checkout: there is no history to compare with")
    return FOLDER


def test_no_promise_is_broken(history: Path) -> None:
    accepted = {line for line in ACCEPTED.read_text().splitlines() if not line.startswith("#")}

    assert broken(history, NOW) - accepted == set(), (
        "add an optional field or a new event instead; if it must be, say so in "
        f"{ACCEPTED.relative_to(FOLDER.parents[1])}"
    )


def test_every_event_ever_shown_as_an_example_can_still_be_read(history: Path) -> None:
    for name, document in promised(history):
        for example in document.get("examples", ()) if name in CATALOGUE else ():
            assert CATALOGUE[name].model_validate_json(json.dumps(example))


class Repository:
    """A small history of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        git(folder, "init", "--quiet")

    def commit(self, name: str, *fields: str) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(schema(*fields)))
        self._commit()

    def remove(self, name: str) -> None:
        (self.folder / f"{name}.json").unlink()
        self._commit()

    def _commit(self) -> None:
        git(self.folder, "add", "--all")
        who = ["-c", "user.name=test", "-c", "user.email=test@localhost"]
        git(self.folder, *who, "commit", "--quiet", "--no-verify", "--message", "test")


def schema(*fields: str) -> Version:
    return {"type": "object", "properties": {name: {"type": "string"} for name in fields}}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_a_break_is_found_before_it_is_committed(repository: Repository) -> None:
    repository.commit("A", "one", "two")

    assert broken(repository.folder, {"A.json": schema("one")}) == {"A.two: gone"}


def test_a_break_is_found_after_it_was_committed_with_its_schema(repository: Repository) -> None:
    repository.commit("A", "one", "two")
    repository.commit("A", "one")

    assert broken(repository.folder, {"A.json": schema("one")}) == {"A.two: gone"}


def test_a_break_is_found_however_many_commits_it_took(repository: Repository) -> None:
    repository.commit("A", "one")
    repository.commit("A", "one", "two")
    repository.commit("A", "one", "two", "three")
    repository.commit("A", "one", "three")

    now = {"A.json": schema("one", "three", "four")}

    assert broken(repository.folder, now) == {"A.two: gone"}


def test_an_event_that_was_removed_with_its_schema_is_missed(repository: Repository) -> None:
    repository.commit("A", "one")
    repository.commit("B", "one")
    repository.remove("A")

    assert broken(repository.folder, {"B.json": schema("one")}) == {"A: gone"}


def test_adding_is_not_breaking(repository: Repository) -> None:
    repository.commit("A", "one")
    now = {"A.json": schema("one", "two"), "B.json": schema("one")}

    assert broken(repository.folder, now) == set()
