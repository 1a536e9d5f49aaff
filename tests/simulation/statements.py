"""What a simulated database makes of statements written out as text."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from portfolio.repository.lots import PAGE
from simulation import held
from simulation.answers import Found, rows_of
from simulation.expressions import NotUnderstood
from simulation.new_orders import add_orders
from simulation.storage import Row, Work

Arguments = Sequence[Any]
Do = Callable[[Work, Arguments], Awaitable[Sequence[Found]]]
_TABLE = re.compile(r'(?:insert into|update|delete from) "(\w+)"')
_PART = re.compile(r"\bchange_\d+ as \(")
_WITH_SYMBOLS = ("inputs", "books", "splits")
_NAMES = re.compile(r"as new\(([^)]*)\)")


class Bulk(NamedTuple):
    """A statement of :mod:`chassis.statements`, about rows that travel as arrays."""

    verb: str
    table: str
    names: tuple[str, ...]


async def run(work: Work, sql: str, arguments: Arguments) -> Sequence[Found]:
    """Do what a statement says."""
    bulks = _bulks(sql)
    if not bulks:
        return await _written_by_hand(sql)(work, arguments)
    left, changes = [*arguments], list[tuple[Bulk, Arguments]]()
    for bulk in bulks:
        many = len(bulk.names)
        changes.append((bulk, left[:many]))
        left = left[many:]
    assert not left, sql
    for bulk, columns in reversed(changes):  # the server begins with the last
        for one in zip(*columns, strict=True):
            await _one(work, bulk, dict(zip(bulk.names, one, strict=True)))
    return []


@cache
def _bulks(sql: str) -> Sequence[Bulk]:
    """The changes that are made by one statement, as they stand there."""
    parts = _PART.split(sql)
    return [_bulk(one) for one in parts if _TABLE.search(one) is not None]


def _bulk(sql: str) -> Bulk:
    found = _TABLE.search(sql)
    assert found is not None, sql
    verb = found[0].split()[0]
    if "on conflict" in sql:
        verb = "upsert" if "do update" in sql else "insert missing"
    return Bulk(verb, found[1], _names(sql, "ordinality"))


def _names(sql: str, counter: str) -> tuple[str, ...]:
    """What the arrays that a statement is given are called; another column counts the rows."""
    found = _NAMES.search(sql)
    assert found is not None, sql
    every = (one.strip().strip('"') for one in found[1].split(","))
    return tuple(one for one in every if one != counter)


async def _one(work: Work, bulk: Bulk, row: Row) -> None:
    kept = work.storage.tables[bulk.table]
    if bulk.verb == "insert":
        await work.insert(bulk.table, row)
    elif bulk.verb == "insert missing":
        await work.insert(bulk.table, row, or_leave=True)
    elif bulk.verb == "delete":
        await work.delete(bulk.table, kept.key_of(row))
    elif not await work.change(bulk.table, kept.key_of(row), row) and bulk.verb == "upsert":
        await work.insert(bulk.table, row)


@cache
def _written_by_hand(sql: str) -> Do:
    if "insert into orders (" in sql:
        return partial(add_orders, _names(sql, "place"))
    for beginning, do in BY_HAND.items():
        if beginning in sql:
            return do
    raise NotUnderstood(sql)


async def _take(work: Work, arguments: Arguments) -> Sequence[Found]:
    """Those that are new; and what was blocked before, for a statement sees one moment."""
    consumer, ids = arguments
    blocked = _blocked_keys(work, consumer)
    new: list[tuple[Any, ...]] = []
    for each in ids:
        row = {"consumer": consumer, "event_id": each}
        if await work.insert("inbox", row, or_leave=True) is not None:
            new.append((each, None))
    return rows_of(["event_id", "key"], [*new, *((None, key) for key in blocked)])


async def _blocked(work: Work, arguments: Arguments) -> Sequence[Found]:
    return rows_of(["key"], [(key,) for key in _blocked_keys(work, *arguments)])


def _blocked_keys(work: Work, consumer: str) -> Sequence[str]:
    found = (row["key"] for row in work.rows("parked") if row["consumer"] == consumer)
    return [*dict.fromkeys(found)]


async def _add_messages(work: Work, arguments: Arguments) -> Sequence[Found]:
    for one in zip(*arguments, strict=True):
        await work.insert(
            "outbox", dict(zip(("id", "type", "partition", "body"), one, strict=True))
        )
    return []


async def _add_and_remove(work: Work, arguments: Arguments) -> Sequence[Found]:
    confirmed, *added = arguments
    ids = set(confirmed)
    for row in work.rows("outbox"):
        place = ("outbox", (row["position"],))
        if row["id"] in ids and work.is_free(place):
            await work.delete(*place)
    return await _add_messages(work, added)


async def _wanted(work: Work, arguments: Arguments) -> Sequence[Found]:
    ids = set(arguments[0])
    rows = [one for one in work.rows("orders") if ids & {one["order_id"], one["parent_id"]}]
    names = work.storage.tables["orders"].columns
    ours = [one for one in rows if one["broker"] == "simulated"]
    return rows_of(names, [[row[name] for name in names] for row in ours])


async def _keep(work: Work, arguments: Arguments) -> Sequence[Found]:
    now, order_ids = arguments
    for order_id in order_ids:
        new = work.row("orders", (order_id,))
        if new is None or new["replaces"] is None:
            continue
        place = (new["replaces"],)
        await work.lock(("orders", place))
        old = work.row("orders", place)
        if old and old["replaced_by"] == order_id and old["status"] != "replaced":
            await work.change("orders", place, {"replaced_by": None, "updated_at": now})
    return []


async def _chains(work: Work, arguments: Arguments) -> Sequence[Found]:
    found: list[tuple[Any, ...]] = []
    for head in arguments[0]:
        link = head
        while link is not None and (row := work.row("orders", (link,))) is not None:
            found.append((head, link, row["filled_quantity"]))
            link = row["replaces"]
    return rows_of(["head", "link", "filled_quantity"], found)


async def _newest(work: Work, arguments: Arguments) -> Sequence[Found]:
    found: list[tuple[Any, ...]] = []
    for head in arguments[0]:
        row = work.row("orders", (head,))
        while row and row["status"] == "replaced" and row["replaced_by"] is not None:
            row = work.row("orders", (row["replaced_by"],))
        if row is not None:
            found.append((head, row["order_id"]))
    return rows_of(["head", "order_id"], found)


async def _wait_in_turn(work: Work, arguments: Arguments) -> Sequence[Found]:
    (whom,) = arguments
    for one in [whom] if isinstance(whom, str) else whom:
        await work.lock(("advisory", (one,)))
    return []


async def _known_symbols(work: Work, _arguments: Arguments) -> Sequence[Found]:
    found = {row["symbol"] for table in _WITH_SYMBOLS for row in work.rows(table)}
    return rows_of(["symbol"], [(one,) for one in sorted(found)])


async def _pages(work: Work, arguments: Arguments) -> Sequence[Found]:
    after = dict(zip(*arguments, strict=True))
    rows = [one for one in work.rows("inputs") if one["number"] > after.get(one["symbol"], 10**18)]
    rows.sort(key=lambda one: (one["symbol"], one["number"]))
    names = ["symbol", "body", "market_time"]
    return rows_of(names, [[row[name] for name in names] for row in rows])


async def _frozen(work: Work, arguments: Arguments) -> Sequence[Found]:
    newest: dict[str, Row] = {}
    for row in sorted(work.rows("books"), key=lambda one: one["number"]):
        newest[row["symbol"]] = row
    names = work.storage.tables["books"].columns
    wanted = [newest[one] for one in arguments[0] if one in newest]
    return rows_of(names, [[row[name] for name in names] for row in wanted])


async def _oldest_lots(work: Work, arguments: Arguments) -> Sequence[Found]:
    names = work.storage.tables["lots"].columns
    found: list[Row] = []
    for account_id, symbol, number in zip(*arguments, strict=True):
        key = (account_id, symbol)
        own = [one for one in work.rows("lots") if (one["account_id"], one["symbol"]) == key]
        left = [one for one in own if one["quantity"] and one["number"] > number]
        found += sorted(left, key=lambda one: one["number"])[:PAGE]
    found.sort(key=lambda one: (one["account_id"], one["symbol"], one["number"]))
    return rows_of(names, [[row[name] for name in names] for row in found])


async def _nothing(_work: Work, _arguments: Arguments) -> Sequence[Found]:
    return []


BY_HAND: Mapping[str, Do] = {
    "(insert into inbox (consumer": _take,
    "select distinct key from parked": _blocked,
    "with gone as (delete from outbox": _add_and_remove,
    "insert into outbox (": _add_messages,
    "update orders as old set replaced_by": _keep,
    "parent_id = any(": _wanted,
    "select symbol from positions": held.lock,
    "delete from positions": held.forget,
    "from fills join orders using": held.count,
    "insert into positions (": held.move,
    "insert into epochs (": held.begin,
    "insert into split_shares (": held.split,
    "with recursive chain": _chains,
    "with recursive line": _newest,
    "pg_advisory_xact_lock": _wait_in_turn,
    "with recursive found": _known_symbols,
    "select inputs.symbol, body": _pages,
    "select newest.*": _frozen,
    "select lot.* from unnest": _oldest_lots,
    "idle_in_transaction_session_timeout": _nothing,
}
