"""Tables in memory as PostgreSQL keeps them: transactions, locks of rows, and keys that hold."""

import asyncio
import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.dialects.postgresql import JSONB

from bus.tables import metadata as bus_metadata
from simulation.clock import Clock
from simulation.columns import defaults, scales, uniques
from simulation.failures import broken_key, failed

Row = dict[str, Any]
Key = tuple[Any, ...]
Place = tuple[str, Key]
"""A table, or one of its unique constraints, and a key in it."""
DEADLOCK_SECONDS = 1.0


class Kept:
    """One table: its committed rows, by primary key."""

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self.columns = [column.name for column in table.columns]
        self.key = [column.name for column in table.primary_key]
        self.rows: dict[Key, Row] = {}
        self.uniques = uniques(table)
        self.taken: dict[Place, Key] = {}
        self.scales = scales(table)
        self.documents = [one.name for one in table.c if isinstance(one.type, JSONB)]
        self.defaults = defaults(table)
        self.counted = (
            "position" if self.key == ["position"] and table.name != "audit_trail" else ""
        )
        self.count = 0

    def key_of(self, row: Row) -> Key:
        """Where a row is."""
        return tuple([row[name] for name in self.key])

    def stored(self, values: Row) -> Row:
        """Values as they come out again."""
        row = dict(values)
        for name in self.scales.keys() & values.keys():
            if (figure := row[name]) is not None:
                row[name] = round(Decimal(figure), self.scales[name])
        for name in self.documents:
            if isinstance(document := row.get(name), str):
                row[name] = json.loads(document)
        return row

    def filled(self, values: Row, now: datetime) -> Row:
        """A new row, with what nobody named."""
        row = dict.fromkeys(self.columns) | self.stored(values)
        for name in self.defaults.keys() - values.keys():
            row[name] = self.defaults[name](now)
        if self.counted and row[self.counted] is None:
            self.count += 1
            row[self.counted] = self.count
        return row

    def claims(self, row: Row) -> list[Place]:
        """The other keys that a row takes."""
        return [(name, tuple([row[one] for one in columns])) for name, columns in self.uniques]


class Storage:
    """The database of one service. ``leases`` are advisory locks, by whoever holds them."""

    def __init__(self, metadata: MetaData, clock: Clock) -> None:
        tables = [*metadata.tables.values(), *bus_metadata.tables.values()]
        self.tables = {table.name: Kept(table) for table in tables}
        self.locks: dict[Place, Work] = {}
        self.leases: dict[int, object] = {}
        self.clock = clock
        self.sent: list[Row] = []
        """Every message that was ever committed to be published."""

    def rows(self, table: Table | str) -> Collection[Row]:
        """What is committed."""
        return self.tables[table if isinstance(table, str) else table.name].rows.values()


class Work:
    """One transaction: it sees what is committed and what it wrote itself."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = storage.clock.now()
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._writes: dict[str, dict[Key, Row | None]] = {}
        self._locks: list[Place] = []

    def rows(self, name: str) -> Iterable[Row]:
        """All rows of a table as they are now."""
        kept, own = self.storage.tables[name], self._writes.get(name)
        return [*self._merged(kept, own)] if own else [*kept.rows.values()]

    def row(self, name: str, key: Key) -> Row | None:
        """The row with the key."""
        own = self._writes.get(name)
        if own is not None and key in own:
            return own[key]
        return self.storage.tables[name].rows.get(key)

    async def insert(self, name: str, values: Row, *, or_leave: bool = False) -> Row | None:
        """Add a row; ``None`` if its key is taken and it may stay away.

        Raises:
            sqlalchemy.exc.IntegrityError: the key is taken.
        """
        kept = self.storage.tables[name]
        row = kept.filled(values, self.now)
        key, claims = kept.key_of(row), kept.claims(row)
        for place in [(name, key), *claims]:
            await self.lock(place)
        if self.row(name, key) is not None or any(map(self._is_taken, claims)):
            if or_leave:
                return None
            raise broken_key(f"{name} has {key} already")
        self.write(name, key, row)
        return row

    async def change(self, name: str, key: Key, values: Row) -> bool:
        """Set some columns of a row, once nobody else changes it; whether it is there."""
        await self.lock((name, key))
        old = self.row(name, key)
        if old is not None:
            self.write(name, key, old | self.storage.tables[name].stored(values))
        return old is not None

    async def delete(self, name: str, key: Key) -> bool:
        """Take a row away; whether it was there."""
        await self.lock((name, key))
        was_there = self.row(name, key) is not None
        self.write(name, key, None)
        return was_there

    def write(self, name: str, key: Key, row: Row | None) -> None:
        """Let a row be so, for whoever looks from inside the transaction."""
        self._writes.setdefault(name, {})[key] = row

    async def lock(self, place: Place) -> None:
        """Wait until nobody else changes what is there.

        Raises:
            sqlalchemy.exc.DBAPIError: that takes too long: they wait for each other.
        """
        locks = self.storage.locks
        while (owner := locks.get(place, self)) is not self:
            try:
                async with asyncio.timeout(DEADLOCK_SECONDS):
                    await asyncio.shield(owner.ended)
            except TimeoutError:
                raise failed("40P01") from None
        if self.ended.done():
            raise failed("57P01", is_lost=True)
        self.take_if_free(place)

    def is_free(self, place: Place) -> bool:
        """Whether nobody else changes what is there."""
        return self.storage.locks.get(place, self) is self

    def take_if_free(self, place: Place) -> bool:
        """Lock without waiting; whether that went."""
        if not self.is_free(place) or self.ended.done():
            return False
        if place not in self.storage.locks:
            self.storage.locks[place] = self
            self._locks.append(place)
        return True

    def commit(self) -> None:
        """Let everybody see it."""
        for name, rows in self._writes.items():
            kept = self.storage.tables[name]
            for key, row in rows.items():
                self._settle(kept, key, row)
        self.end()

    def end(self) -> None:
        """Let go of everything; what is not committed never was."""
        for place in self._locks:
            self.storage.locks.pop(place, None)
        self._locks.clear()
        self._writes = {}
        if not self.ended.done():
            self.ended.set_result(None)

    def marked(self) -> Any:  # noqa: ANN401  # for this class alone
        """Where one can come back to."""
        return {name: dict(rows) for name, rows in self._writes.items()}

    def back_to(self, mark: Any) -> None:  # noqa: ANN401
        """Undo what came after a mark."""
        self._writes = mark

    def written(self) -> dict[str, int]:
        """How many rows of which tables."""
        return {name: len(rows) for name, rows in self._writes.items()}

    def _settle(self, kept: Kept, key: Key, row: Row | None) -> None:
        old = kept.rows.pop(key, None)
        for claim in kept.claims(old) if old else ():
            kept.taken.pop(claim, None)
        if row is None:
            return
        kept.rows[key] = row
        kept.taken.update(dict.fromkeys(kept.claims(row), key))
        if kept.name == "outbox" and old is None:
            self.storage.sent.append(row)

    def _is_taken(self, claim: Place) -> bool:
        name = claim[0].partition(" ")[0]
        if claim in self.storage.tables[name].taken:
            return True
        kept = self.storage.tables[name]
        own = self._writes.get(name, {}).values()
        return any(claim in kept.claims(row) for row in own if row is not None)

    @staticmethod
    def _merged(kept: Kept, own: dict[Key, Row | None]) -> Iterator[Row]:
        for key, row in kept.rows.items():
            if key not in own:
                yield row
        yield from (row for row in own.values() if row is not None)
