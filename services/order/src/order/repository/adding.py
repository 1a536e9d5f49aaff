"""New orders, by one statement however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.driver import run
from chassis.statements import insert_rows
from order.domain.models import fees, fills
from order.domain.record import OrderRecord
from order.repository.rows import new_row
from order.tables import MAY_MEET, orders
from vocabulary import AccountId, OrderId, Price, Side, Symbol

_DIALECT = postgresql.dialect()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
_BY_ACCOUNT = {"fill_model": fills.DEFAULT, "fees": fees.DEFAULT}
"""What the settings of the account say, unless the order does; and without settings."""

Rows = Sequence[dict[str, Any]]


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


async def _add(connection: AsyncConnection, new: Sequence[NewOrder], added: Added) -> None:
    """Sorted by name: two processes with the same orders wait for each other, never in a ring."""
    ordered = sorted(new, key=_name)
    rows = [{**new_row(one.record), "reach": one.reach} for one in ordered]
    for row, one in zip(rows, ordered, strict=True):
        if one.record.replaces is None:
            row["fill_model"] = row["fees"] = None
    names = tuple(rows[0])
    columns = {name: [row[name] for row in rows] for name in names}
    by_id = {one.record.order_id: one.record for one in ordered}
    for order_id, other, fill_model, fee_schedule in await run(connection, _insert(names), columns):
        if other is not None:
            added.met[order_id] = other
            continue
        added.ids.add(order_id)
        for record in (by_id[order_id], *by_id[order_id].legs):
            record.fill_model, record.fees = fill_model, fee_schedule
    stored = (one for one in by_id.values() if one.order_id in added.ids)
    await insert_rows(connection, orders, [new_row(leg) for one in stored for leg in one.legs])


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
    columns = [name for name in names if name != "reach"]
    chosen = [_chosen(name) for name in columns]
    arrays = (f"cast(:{name} as {_type(name)}[])" for name in names)
    return f"""
with new as materialized (
  select * from unnest({_list(arrays)}) with ordinality as new({_list((*names, "place"))})
), met as (
  select new.order_id, found.order_id as other from new cross join lateral (
    {_meeting(Side.BUY, "bound_price <= new.reach", "bound_price")} union all
    {_meeting(Side.SELL, "bound_price >= new.reach", "bound_price desc")}
  ) as found
), added as (
  insert into orders ({_list(columns)}) select {_list(chosen)} from new
  left join account_settings as wanted on wanted.account_id = new.account_id
  where new.order_id not in (select order_id from met) order by new.place
  on conflict on constraint one_order_for_a_name do nothing
  returning order_id, fill_model, fees
)
select order_id, cast(null as uuid) as other, fill_model, fees from added
union all select order_id, other, null, null from met
"""  # noqa: S608  # names of our own columns


def _meeting(side: Side, reached: str, best: str) -> str:
    """Of the orders that a new one of ``side`` could trade with, the one with the best price."""
    return (
        f"(select order_id from orders where new.side = '{side}' and side = '{side.opposite}'"  # noqa: S608
        f" and account_id = new.account_id and symbol = new.symbol and {reached} and {MAY_MEET}"
        f" order by {best} limit 1)"
    )


def _chosen(name: str) -> str:
    if name in _BY_ACCOUNT:
        return f"coalesce(new.{name}, wanted.{name}, '{_BY_ACCOUNT[name]}')"
    return f"new.{name}"


def _type(name: str) -> str:
    column = orders.c["bound_price" if name == "reach" else name]
    return column.type.compile(_DIALECT)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
