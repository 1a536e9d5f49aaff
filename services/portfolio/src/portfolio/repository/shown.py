"""What people see of their accounts as such: what they are, transfers, resets, past epochs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.errors import NotFound
from chassis.security import Principal
from portfolio.domain.life import WindingState
from portfolio.tables import accounts, epochs, transfers, windings
from vocabulary import AccountId, UserId, WindingPurpose

Found = Row[Any]
_UNDER_WAY = windings.c.state.in_([WindingState.REQUESTED, WindingState.UNDER_WAY])
_DESCRIBED = select(
    accounts,
    exists().where(windings.c.account_id == accounts.c.account_id, _UNDER_WAY).label("is_winding"),
)


class TransferNotFound(NotFound):
    """The account has no such transfer."""

    code = "transfer_not_found"


class WindingNotFound(NotFound):
    """The account has no such reset or closing."""

    code = "winding_not_found"


async def list_own(
    connection: AsyncConnection, who: Principal, after: UUID | None, limit: int
) -> Sequence[Found]:
    """Accounts of a person, oldest first, from after one of them; one more than ``limit``.

    Those that have ended too. Of a machine, the one that its API key is for.
    """
    query = _DESCRIBED.where(accounts.c.user_id == who.user_id)
    if who.authenticated_at == 0:
        query = query.where(accounts.c.account_id == who.account_id)
    place = accounts.c.opened_at, accounts.c.account_id
    if after is not None:
        last = select(*place).where(accounts.c.account_id == after).scalar_subquery()
        query = query.where(tuple_(*place) > last)
    return (await connection.execute(query.order_by(*place).limit(limit + 1))).all()


async def account_row(connection: AsyncConnection, account_id: AccountId) -> Found:
    """What an account is and has, and whether it is being wound up."""
    query = _DESCRIBED.where(accounts.c.account_id == account_id)
    return (await connection.execute(query)).one()


def at_work(user_id: UserId) -> Subquery:
    """The accounts of a person that have not ended, and are not about to."""
    closing = exists().where(
        windings.c.account_id == accounts.c.account_id,
        windings.c.purpose == WindingPurpose.CLOSE,
        _UNDER_WAY,
    )
    mine = accounts.c.user_id == user_id
    return select(accounts.c.account_id).where(mine, ~accounts.c.is_closed, ~closing).subquery()


async def winding_under_way(connection: AsyncConnection, account_id: AccountId) -> bool:
    """Whether an account is being reset or closed, or is about to be."""
    same = windings.c.account_id == account_id
    return bool(await connection.scalar(select(exists().where(same, _UNDER_WAY))))


async def transfer_row(
    connection: AsyncConnection, account_id: AccountId, transfer_id: UUID
) -> Found:
    """A deposit or withdrawal of an account.

    Raises:
        TransferNotFound: it has no such one.
    """
    query = select(transfers).where(
        transfers.c.transfer_id == transfer_id, transfers.c.account_id == account_id
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise TransferNotFound("this account has no such transfer")
    return row


async def list_transfers(
    connection: AsyncConnection, account_id: AccountId, before: UUID | None, limit: int
) -> Sequence[Found]:
    """Deposits and withdrawals, newest first, from before one of them; one more than ``limit``."""
    where: list[ColumnElement[bool]] = [transfers.c.account_id == account_id]
    if before is not None:
        where.append(transfers.c.transfer_id < before)
    query = select(transfers).where(*where).order_by(transfers.c.transfer_id.desc())
    return (await connection.execute(query.limit(limit + 1))).all()


async def winding_row(
    connection: AsyncConnection, account_id: AccountId, winding_id: UUID
) -> Found:
    """A reset or closing of an account.

    Raises:
        WindingNotFound: it has no such one.
    """
    query = select(windings).where(
        windings.c.winding_id == winding_id, windings.c.account_id == account_id
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise WindingNotFound("this account has no such reset or closing")
    return row


async def list_epochs(
    connection: AsyncConnection, account_id: AccountId, after: int, limit: int
) -> Sequence[Found]:
    """The epochs of an account that are over, oldest first; one more than ``limit``."""
    query = select(epochs).where(epochs.c.account_id == account_id, epochs.c.epoch > after)
    return (await connection.execute(query.order_by(epochs.c.epoch).limit(limit + 1))).all()
