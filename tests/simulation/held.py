"""What a simulated database makes of statements about what accounts hold."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from simulation.answers import Found, rows_of
from simulation.storage import Key, Work

Arguments = Sequence[Any]


async def move(work: Work, arguments: Arguments) -> Sequence[Found]:
    """Change positions by so many shares."""
    for account_id, symbol, quantity in zip(*arguments, strict=True):
        key = (account_id, symbol)
        await work.lock(("positions", key))
        old = work.row("positions", key)
        before = Decimal(0) if old is None else old["quantity"]
        await _put(work, key, before + quantity)
    return []


async def lock(work: Work, arguments: Arguments) -> Sequence[Found]:
    """Wait until nobody changes the positions of an account."""
    for key in _keys(work, arguments[0]):
        await work.lock(("positions", key))
    return rows_of(["symbol"], [key[1:] for key in _keys(work, arguments[0])])


async def forget(work: Work, arguments: Arguments) -> Sequence[Found]:
    """Take the positions of an account away."""
    for key in _keys(work, arguments[0]):
        await work.delete("positions", key)
    return []


async def count(work: Work, arguments: Arguments) -> Sequence[Found]:
    """Set positions to what an account has traded after a moment, and splits have added."""
    account_id, moment, epoch = arguments
    own = {one["order_id"]: one for one in work.rows("orders") if one["account_id"] == account_id}
    traded: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for fill in work.rows("fills"):
        order = own.get(fill["order_id"])
        if order is not None and fill["created_at"] > moment:
            sign = 1 if order["side"] == "buy" else -1
            traded[account_id, order["symbol"]] += sign * fill["quantity"]
    for row in work.rows("split_shares"):
        if row["account_id"] == account_id and epoch is not None and row["epoch"] >= epoch:
            traded[account_id, row["symbol"]] += row["added"]
    for key, quantity in sorted(traded.items()):
        await work.lock(("positions", key))
        await _put(work, key, quantity)
    return []


async def begin(work: Work, arguments: Arguments) -> Sequence[Found]:
    """Know how often an account has begun, at least."""
    account_id, epoch = arguments
    await work.lock(("epochs", (account_id,)))
    old = work.row("epochs", (account_id,))
    known = epoch if old is None else max(old["epoch"], epoch)
    if old is None:
        await work.insert("epochs", {"account_id": account_id, "epoch": known})
    else:
        await work.change("epochs", (account_id,), {"epoch": known})
    return rows_of(["epoch"], [(known,)])


async def split(work: Work, arguments: Arguments) -> Sequence[Found]:
    """Add to what splits have made of shares in an epoch."""
    account_id, symbol, epoch, added = arguments
    key = (account_id, symbol, epoch)
    await work.lock(("split_shares", key))
    old = work.row("split_shares", key)
    if old is None:
        names = ("account_id", "symbol", "epoch", "added")
        await work.insert("split_shares", dict(zip(names, arguments, strict=True)))
    else:
        await work.change("split_shares", key, {"added": old["added"] + added})
    return []


def _keys(work: Work, account_id: object) -> list[Key]:
    rows = (one for one in work.rows("positions") if one["account_id"] == account_id)
    return sorted((one["account_id"], one["symbol"]) for one in rows)


async def _put(work: Work, key: Key, quantity: Decimal) -> None:
    if work.row("positions", key) is not None:
        await work.change("positions", key, {"quantity": quantity})
        return
    account_id, symbol = key
    row = {"account_id": account_id, "symbol": symbol, "quantity": quantity}
    await work.insert("positions", row)
