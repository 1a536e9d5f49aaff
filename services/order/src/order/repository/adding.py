"""New orders, by one statement however many there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import look, run
from chassis.statements import insert_rows
from order.domain.models import fees, fills
from order.domain.record import OrderRecord
from order.domain.routing.report import SIMULATED
from order.repository.rows import asked_row, new_row
from order.tables import MAY_MEET, MEETING, orders
from vocabulary import AccountId, OrderId, Price, Side, Symbol

_DIALECT = postgresql.dialect()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
_ENDLESS = ", ".join(f"'{name}'" for name in fills.NAMES if fills.fill_model(name).is_endless)
_BY_ACCOUNT = {
    "fill_model": f"wanted.fill_model, '{fills.DEFAULT}'",
    "fees": f"wanted.fees, '{fees.DEFAULT}'",
    "broker": f"keyed.broker, '{SIMULATED}'",
}
"""What the account wants, unless the order says it; and what is usual."""
_NOTHING_YET = {
    "status": "'pending_new'",
    "book_position": "0",
    "filled_quantity": "0",
    "traded_value": "0",
    "fill_count": "0",
    "fee": "0",
    "updated_at": "new.created_at",
}
"""What is true of every new order."""


class NewOrder(NamedTuple):
    """An order to add, and how far it may trade at once: dollars per share, ``None`` if not."""

    record: OrderRecord
    reach: Price | None = None


@dataclass(slots=True)
class Added:
    """Which orders are new; and those which are not, because an order of theirs could meet them."""

    ids: set[OrderId] = field(default_factory=set[OrderId])
    met: dict[OrderId, OrderId] = field(default_factory=dict[OrderId, OrderId])


async def add_new(connection: AsyncConnection, new: Sequence[NewOrder]) -> Added:
    """Store orders whose name is new to their account, with their exits.

    None is stored that could trade with another live order of its account. Each is told how its
    account wants orders to be filled and charged, unless it replaces another. Two that could trade
    with each other are not stored by the same statement: so the second one meets the first.
    """
    added = Added()
    while new:
        now, new = _first_round(new)
        await _add(connection, now, added)
    return added


async def find_met(connection: AsyncConnection, new: NewOrder) -> Added:
    """Which live order of its account a new one could trade with, if any; nothing is stored."""
    columns = _columns([_row(new)])
    found = await look(connection, _meet(tuple(columns)), columns)
    return Added(met=dict(found))


async def _add(connection: AsyncConnection, new: Sequence[NewOrder], added: Added) -> None:
    """Sorted by name: two processes with the same orders wait for each other, never in a ring."""
    ordered = sorted(new, key=_name)
    columns = _columns([_row(one) for one in ordered])
    by_id = {one.record.order_id: one.record for one in ordered}
    for order_id, other, *chosen in await run(connection, _insert(tuple(columns)), columns):
        if other is not None:
            added.met[order_id] = other
            continue
        added.ids.add(order_id)
        by_id[order_id].choose(*chosen)
    stored = (one for one in by_id.values() if one.order_id in added.ids)
    await insert_rows(connection, orders, [new_row(leg) for one in stored for leg in one.legs])


def _row(one: NewOrder) -> dict[str, Any]:
    # whom the account trades with, only its keys say: nobody names a broker for it
    row = {**asked_row(one.record), "reach": one.reach, "broker": None}
    if one.record.replaces is None:
        row |= dict.fromkeys(_BY_ACCOUNT)
    return row


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """One array for each column, without those in which nobody says anything."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        name: column for name, column in columns.items() if any(one is not None for one in column)
    }


def _first_round(new: Sequence[NewOrder]) -> tuple[list[NewOrder], list[NewOrder]]:
    """Orders of which no two are of one account and symbol and of different sides; and the rest."""
    sides: dict[tuple[AccountId, Symbol], Side] = {}
    now: list[NewOrder] = []
    later: list[NewOrder] = []
    for one in new:
        ticket = one.record.ticket
        side = sides.setdefault((one.record.account_id, ticket.symbol), ticket.side)
        (now if side is ticket.side else later).append(one)
    return now, later


def _name(one: NewOrder) -> tuple[AccountId, str]:
    return one.record.account_id, one.record.client_order_id


@cache
def _insert(names: tuple[str, ...]) -> str:
    given = [name for name in names if name not in {"reach", *_BY_ACCOUNT}]
    columns = [*given, *_BY_ACCOUNT, *_NOTHING_YET]
    chosen = [f"new.{name}" for name in given]
    chosen += [_by_account(name, usual, names) for name, usual in _BY_ACCOUNT.items()]
    return f"""
{_new_and_met(names)}, added as (
  insert into orders ({_list(columns)}) select {_list((*chosen, *_NOTHING_YET.values()))} from new
  left join account_settings as wanted on wanted.account_id = new.account_id
  left join broker_keys as keyed on keyed.account_id = new.account_id
  where new.order_id not in (select order_id from met) order by new.place
  on conflict on constraint one_order_for_a_name do nothing
  returning order_id, fill_model, fees, broker
)
select order_id, cast(null as uuid) as other, fill_model, fees, broker from added
union all select order_id, other, null, null, null from met
"""  # noqa: S608  # names of our own columns


@cache
def _meet(names: tuple[str, ...]) -> str:
    return f"{_new_and_met(names)} select order_id, other from met"  # noqa: S608


def _new_and_met(names: tuple[str, ...]) -> str:
    """The new orders, and those with which they could trade."""
    arrays = (f"cast(:{name} as {_type(name)}[])" for name in names)
    return f"""
with new as materialized (
  select * from unnest({_list(arrays)}) with ordinality as new({_list((*names, "place"))})
), met as (
  select new.order_id, found.order_id as other from new {_meetings("reach" in names)}
)"""  # noqa: S608  # names of our own columns


def _meetings(any_reach: bool) -> str:  # noqa: FBT001
    """The join with orders that the new ones could trade with, if there can be any."""
    if not any_reach:
        return "join orders as found on false"
    buyers = _meeting(Side.BUY, "bound_price <= new.reach", "bound_price")
    sellers = _meeting(Side.SELL, "bound_price >= new.reach", "bound_price desc")
    return f"cross join lateral ({buyers} union all {sellers}) as found"


def _meeting(side: Side, reached: str, best: str) -> str:
    """Of the orders that a new one of ``side`` could trade with, the one with the best price.

    Those that trade with an endless market trade with nobody else.
    """
    return (
        f"(select order_id from orders where new.side = '{side}' and {MEETING}"  # noqa: S608
        f" = new.account_id::text || new.symbol || '{side.opposite}' and {reached} and {MAY_MEET}"
        f" and fill_model not in ({_ENDLESS}) order by {best} limit 1)"
    )


def _by_account(name: str, usual: str, names: Collection[str]) -> str:
    return f"coalesce(new.{name}, {usual})" if name in names else f"coalesce({usual})"


def _type(name: str) -> str:
    column = orders.c["bound_price" if name == "reach" else name]
    return column.type.compile(_DIALECT)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
