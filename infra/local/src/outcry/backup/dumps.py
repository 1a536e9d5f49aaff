"""Every database out of one snapshot, by the programs that come with PostgreSQL."""

import asyncio
import os
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy import text

from outcry.backup.manifest import Dump, Position, digest_of
from outcry.databases import connected, owners
from outcry.errors import Problem
from outcry.postgres import ADMIN, binaries

POSITION = """
    select (select last_value from outbox_position_seq) as said,
           (select count(*) from inbox) as handled
"""
REMEMBER = """
    update inbox set handled_at = now() where handled_at < now() - interval '1 day'
"""
"""What an old outbox publishes again must be known still, however long ago it was handled."""
Values = Mapping[str, str]


@asynccontextmanager
async def snapshots(values: Values) -> AsyncGenerator[dict[str, tuple[str, Position]]]:
    """A snapshot of every database by name, and its position, good as long as the block lasts."""
    found: dict[str, tuple[str, Position]] = {}
    async with AsyncExitStack() as held:
        for one in owners(values):
            connection = await held.enter_async_context(connected(one.package, values))
            name = await connection.scalar(text("select pg_export_snapshot()"))
            row = (await connection.execute(text(POSITION))).one()
            found[one.package] = (str(name), Position(said=row.said, handled=row.handled))
        yield found


async def dump(
    name: str, snapshot: str, position: Position, *, folder: Path, values: Values, data: Path
) -> Dump:
    """Write one database as it was in the snapshot.

    Raises:
        Problem: pg_dump fails.
    """
    path = folder / f"{name}.dump"
    await _run(
        [
            *(str(binaries(data) / "pg_dump"), "--format=custom", f"--snapshot={snapshot}"),
            *(f"--file={path}", *_where(name, values)),
        ],
        values,
    )
    path.chmod(0o600)
    size = path.stat().st_size
    digest = await asyncio.to_thread(digest_of, path)
    return Dump(file=path.name, bytes=size, sha256=digest, position=position)


async def load(name: str, one: Dump, *, folder: Path, values: Values, data: Path) -> None:
    """Fill an empty database, all of it or nothing, and see that it has come as far.

    Raises:
        Problem: pg_restore fails, or something is missing afterwards.
    """
    command = [str(binaries(data) / "pg_restore"), "--exit-on-error", "--single-transaction"]
    await _run([*command, *_where(name, values), str(folder / one.file)], values)
    async with connected(name, values) as connection:
        row = (await connection.execute(text(POSITION))).one()
        if Position(said=row.said, handled=row.handled) != one.position:
            raise Problem(f"{name} is not as far as the backup says")
        await connection.execute(text(REMEMBER))


def _where(name: str, values: Values) -> list[str]:
    host, port = values["POSTGRES_HOST"], values["POSTGRES_PORT"]
    return [f"--host={host}", f"--port={port}", f"--username={ADMIN}", f"--dbname={name}"]


async def _run(command: Sequence[str], values: Values) -> None:
    environment = {**os.environ, "PGPASSWORD": values["POSTGRES_ADMIN_PASSWORD"]}
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=PIPE, stderr=PIPE
    )
    _, said = await process.communicate()
    if process.returncode:
        raise Problem(f"{Path(command[0]).name} failed:\n{said.decode(errors='replace')[-2000:]}")
