"""Keeps the lots of many accounts along with their positions.

A fill that opens a lot needs to know of no other. Of what others close only the oldest lots are
read, as many as are needed: an account may have hundreds of thousands.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run
from chassis.statements import Change, Row, inserted, updated
from portfolio.domain.account import Account
from portfolio.domain.lots import Closing, Lot, Queue, Resize, Step
from portfolio.tables import closings, lots
from vocabulary import NO_SHARES, AccountId, Quantity, Symbol

PAGE = 100
Key = tuple[AccountId, Symbol]
_OLDEST = f"""
    select lot.* from unnest(
        cast(:account_ids as uuid[]), cast(:symbols as text[]), cast(:numbers as integer[])
    ) as wanted(account_id, symbol, number) cross join lateral (
        select * from lots where lots.account_id = wanted.account_id
            and lots.symbol = wanted.symbol and quantity <> 0 and lots.number > wanted.number
        order by lots.number limit {PAGE}
    ) as lot order by lot.account_id, lot.symbol, lot.number
"""  # noqa: S608  # a number of our own


async def changes_of_lots(
    connection: AsyncConnection, booked: Collection[Account]
) -> Sequence[Change]:
    """What becomes of the lots of accounts that are about to be saved, for ``write``.

    Raises:
        LotsDisagree: an account has not as many shares in lots as it gave away.
    """
    steps: defaultdict[Key, list[Step]] = defaultdict(list)
    for account in booked:
        for step in account.steps:
            steps[account.account_id, step.symbol].append(step)
    found = await _oldest(connection, steps)
    opened: list[Row] = []
    touched: list[Row] = []
    closed: list[Row] = []
    places: Counter[UUID] = Counter()
    for key, taken in steps.items():
        queue = Queue(found.get(key, ()))
        for step in taken:
            queue.take(step)
        opened += (_row(key, lot) for lot in queue.opened.values())
        touched += (_left(lot) for lot in queue.touched.values())
        for one in queue.closings:
            closed.append(_closing_row(key, one, places[one.booking_id]))
            places[one.booking_id] += 1
    return inserted(lots, opened), updated(lots, touched), inserted(closings, closed)


async def _oldest(
    connection: AsyncConnection, steps: Mapping[Key, Iterable[Step]]
) -> Mapping[Key, list[Lot]]:
    """The oldest open lots, in order: all of a position that is split, or enough to close some."""
    closed = {key: _closed(taken) for key, taken in steps.items()}
    missing = {key: wanted for key, wanted in closed.items() if _more(wanted)}
    found: defaultdict[Key, list[Lot]] = defaultdict(list)
    after = dict.fromkeys(missing, 0)
    while after:
        rows = await run(connection, _OLDEST, _parameters(after))
        come: defaultdict[Key, int] = defaultdict(int)
        for row in rows:
            key = row["account_id"], row["symbol"]
            lot = _lot(row)
            found[key].append(lot)
            come[key] += 1
            after[key] = lot.number
            if (wanted := missing[key]) is not None:
                missing[key] = Quantity(wanted - abs(lot.quantity))
        after = {key: at for key, at in after.items() if come[key] == PAGE and _more(missing[key])}
    return found


def _closed(steps: Iterable[Step]) -> Quantity | None:
    """Shares that the steps take away from what was there; ``None`` for all that there are."""
    wanted = NO_SHARES
    for step in steps:
        if isinstance(step, Resize):
            return None
        if closes := step.closes:
            wanted = Quantity(wanted + closes)
    return wanted


def _more(wanted: Quantity | None) -> bool:
    return wanted is None or wanted > 0


def _parameters(after: Mapping[Key, int]) -> Mapping[str, object]:
    return {
        "account_ids": [account_id for account_id, _ in after],
        "symbols": [symbol for _, symbol in after],
        "numbers": list(after.values()),
    }


def _lot(row: Any) -> Lot:  # noqa: ANN401  # a row of the driver
    return Lot(row["lot_id"], row["number"], row["opened_at"], row["quantity"], row["cost"])


def _row(key: Key, lot: Lot) -> Row:
    account_id, symbol = key
    about = {"account_id": account_id, "symbol": symbol, "number": lot.number}
    return {**_left(lot), **about, "opened_at": lot.opened_at}


def _left(lot: Lot) -> Row:
    return {"lot_id": lot.lot_id, "quantity": lot.quantity, "cost": lot.cost}


def _closing_row(key: Key, closing: Closing, place: int) -> Row:
    return {"account_id": key[0], "place": place, **closing._asdict()}
