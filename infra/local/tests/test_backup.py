"""A backup that is damaged, or of another stack, is refused; what fails changes nothing."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from outcry.backup import dumps, restoring
from outcry.backup.manifest import (
    FILE,
    Dump,
    Manifest,
    Position,
    check_fits,
    digest_of,
    mark_of_keys,
    read_manifest,
)
from outcry.backup.taking import back_up
from outcry.databases import connected, owners
from outcry.errors import Problem
from outcry.places import Places
from outcry.roster import Service

VALUES = {"PARTITIONS": "1", "AUTH_KEY_SECRET": "ours", "ORDER_BROKER_KEY": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A backup of one database."""
    home = tmp_path / "backup"
    home.mkdir()
    (home / "auth.dump").write_bytes(b"all of it")
    digest = digest_of(home / "auth.dump")
    dump = Dump(file="auth.dump", bytes=9, sha256=digest, position=Position(said=1, handled=2))
    manifest = Manifest(
        taken_at=datetime(2026, 11, 22, tzinfo=UTC),
        server="15",
        partitions=1,
        keys=mark_of_keys(VALUES),
        databases={"auth": dump},
    )
    (home / FILE).write_text(manifest.model_dump_json())
    return home


def test_what_was_written_is_read(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.databases["auth"].position == Position(said=1, handled=2)
    check_fits(manifest, VALUES, {"auth"})


def test_no_key_is_in_it(folder: Path) -> None:
    assert "ours" not in (folder / FILE).read_text()


@pytest.mark.parametrize("harm", ["missing", "changed", "no manifest", "nonsense"])
def test_a_damaged_backup_is_refused(folder: Path, harm: str) -> None:
    if harm == "missing":
        (folder / "auth.dump").unlink()
    elif harm == "changed":
        (folder / "auth.dump").write_bytes(b"all of it?")
    elif harm == "no manifest":
        (folder / FILE).unlink()
    else:
        (folder / FILE).write_text("{}")
    with pytest.raises(Problem, match=r"cannot be restored|not a backup"):
        read_manifest(folder)


@pytest.mark.parametrize(
    ("changed", "names", "said"),
    [
        ({"PARTITIONS": "4"}, {"auth"}, "set PARTITIONS=1"),
        ({"AUTH_KEY_SECRET": "other"}, {"auth"}, "AUTH_KEY_SECRET in .env is not"),
        ({"ORDER_BROKER_KEY": "one"}, {"auth"}, "ORDER_BROKER_KEY in .env is not"),
        ({}, {"auth", "order"}, "has databases"),
    ],
)
def test_a_backup_of_another_stack_is_refused(
    folder: Path, changed: dict[str, str], names: set[str], said: str
) -> None:
    with pytest.raises(Problem, match=said):
        check_fits(read_manifest(folder), {**VALUES, **changed}, names)


def test_one_of_a_later_format_is_refused(folder: Path) -> None:
    text = json.loads((folder / FILE).read_text()) | {"format": 2}
    (folder / FILE).write_text(json.dumps(text))
    with pytest.raises(Problem, match="format 2"):
        check_fits(read_manifest(folder), VALUES, {"auth"})


async def test_nothing_is_backed_up_over_something_else(folder: Path) -> None:
    with pytest.raises(Problem, match="exists already"):
        await back_up(Places(folder), VALUES, folder, lambda _: None, lambda _: None)


async def test_a_stack_that_is_down_is_not_backed_up(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with pytest.raises(Problem, match="nothing is running"):
        await back_up(Places(tmp_path), VALUES, target, lambda _: None, lambda _: None)
    assert not target.exists()


async def test_what_fails_on_the_way_leaves_the_data_of_before(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path / "home")
    (places.run / "postgres").mkdir(parents=True)
    (places.run / "postgres/data").write_text("of before")

    async def fail(*_: object, **__: object) -> None:
        (places.run / "postgres").mkdir()
        raise Problem("the disk is full")

    monkeypatch.setattr(restoring, "_fill", fail)
    monkeypatch.setattr(restoring, "install_missing", list)
    monkeypatch.setattr(restoring, "owners", lambda _: [Service("auth", "auth")])  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
    with pytest.raises(Problem, match="the disk is full"):
        await restoring.restore(places, VALUES, folder, lambda _: None, lambda _: None)
    assert (places.run / "postgres/data").read_text() == "of before"


@pytest.mark.real
async def test_a_database_is_dumped_as_it_was_in_the_snapshot(
    values: Mapping[str, str], tmp_path: Path
) -> None:
    """What was committed after the snapshot is in no dump, and its position is that of the dump."""
    data = tmp_path / "none"  # no cluster here: the newest programs are taken
    insert = text("insert into inbox (consumer, event_id) values ('drill', gen_random_uuid())")
    async with dumps.snapshots(values) as found:
        assert {*found} == {one.package for one in owners(values)}
        snapshot, position = found["risk"]
        async with connected("risk", values) as connection:
            await connection.execute(insert)
        one = await dumps.dump(
            "risk", snapshot, position, folder=tmp_path, values=values, data=data
        )
    async with connected("risk", values) as connection:
        handled = await connection.scalar(text("select count(*) from inbox"))
        assert handled == position.handled + 1
        await connection.execute(text("delete from inbox where consumer = 'drill'"))
    assert one.sha256 == digest_of(tmp_path / "risk.dump")
    assert (tmp_path / "risk.dump").read_bytes().startswith(b"PGDMP")
    with pytest.raises(Problem, match="pg_restore failed"):  # it is not empty
        await dumps.load("risk", one, folder=tmp_path, values=values, data=data)
