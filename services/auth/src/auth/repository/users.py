"""Users: rows in, domain objects out."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, any_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.users import NOBODYS_DOMAIN, Rehash, User
from auth.tables import users
from chassis.transaction import row_of
from vocabulary import Role, UserId

SEARCHED = (users.c.email, users.c.display_name)


async def add_users(connection: AsyncConnection, newcomers: Collection[User]) -> set[UserId]:
    """Store users whose e-mail is new; return which. Sorted, so that two calls never deadlock."""
    rows = [
        {**row_of(user), "roles": sorted(user.roles)}
        for user in sorted(newcomers, key=lambda user: user.email)
    ]
    statement = insert(users).values(rows).on_conflict_do_nothing(index_elements=["email"])
    return set(await connection.scalars(statement.returning(users.c.user_id)))


async def known_ids(connection: AsyncConnection, newcomers: Collection[User]) -> set[UserId]:
    """Which of the users are stored, by their ids."""
    wanted = users.c.user_id.in_([user.user_id for user in newcomers])
    return set(await connection.scalars(select(users.c.user_id).where(wanted)))


async def find_user_by_email(connection: AsyncConnection, email: str) -> User | None:
    """The user with this e-mail, in its normal form."""
    row = (await connection.execute(select(users).where(users.c.email == email))).one_or_none()
    return None if row is None else _user(row)


async def find_users(
    connection: AsyncConnection, user_ids: Collection[UserId]
) -> dict[UserId, User]:
    """The users that exist."""
    found = await connection.execute(select(users).where(users.c.user_id.in_(user_ids)))
    return {row.user_id: _user(row) for row in found}


async def disabled_since(connection: AsyncConnection, since: datetime) -> set[UserId]:
    """The users who were disabled, or have left, after this moment."""
    query = select(users.c.user_id).where(users.c.disabled_at > since)
    return set(await connection.scalars(query))


async def list_users(
    connection: AsyncConnection, search: str, before: UserId | None, limit: int
) -> list[User]:
    """Those who are here and whose e-mail or name begins like this, newest first."""
    wanted = func.lower(search)
    fits = or_(*(func.starts_with(func.lower(one), wanted) for one in SEARCHED))
    query = select(users).where(fits, users.c.email.not_like(f"%@{NOBODYS_DOMAIN}"))
    if before is not None:
        query = query.where(users.c.user_id < before)
    found = await connection.execute(query.order_by(users.c.user_id.desc()).limit(limit))
    return [_user(row) for row in found]


async def lock_users(
    connection: AsyncConnection, user_ids: Collection[UserId], *, and_admins: bool = False
) -> dict[UserId, User]:
    """Those of the users who have not left; nobody else may change them meanwhile.

    With ``and_admins`` also all who administer. Sorted, so that two calls never deadlock.
    """
    chosen = users.c.user_id.in_(user_ids)
    if and_admins:
        chosen |= (any_(users.c.roles) == Role.ADMIN) & users.c.disabled_at.is_(None)
    query = select(users).where(chosen).order_by(users.c.user_id).with_for_update()
    found = [_user(row) for row in await connection.execute(query)]
    return {user.user_id: user for user in found if not user.is_gone}


async def lock_who_left(connection: AsyncConnection, user_ids: Collection[UserId]) -> set[UserId]:
    """Which of the users have left; the others do not, before the transaction ends."""
    query = select(users).where(users.c.user_id.in_(user_ids)).order_by(users.c.user_id)
    found = [_user(row) for row in await connection.execute(query.with_for_update(read=True))]
    return {user.user_id for user in found if user.is_gone}


async def save_users(connection: AsyncConnection, changed: Iterable[User]) -> None:
    """Store locked users."""
    for user in changed:
        values = {**row_of(user), "roles": sorted(user.roles)}
        theirs = users.c.user_id == user.user_id
        await connection.execute(update(users).where(theirs).values(values))


async def replace_hashes(connection: AsyncConnection, rehashes: Collection[Rehash]) -> None:
    """Store stronger hashes, except where the password was changed meanwhile."""
    for one in sorted(rehashes, key=lambda one: one.user_id):
        theirs = (users.c.user_id == one.user_id, users.c.password_hash == one.weaker)
        await connection.execute(update(users).where(*theirs).values(password_hash=one.stronger))


def _user(row: Row[Any]) -> User:
    return User(
        user_id=row.user_id,
        account_id=row.account_id,
        email=row.email,
        password_hash=row.password_hash,
        display_name=row.display_name,
        roles=frozenset(map(Role, row.roles)),
        created_at=row.created_at,
        time_zone=row.time_zone,
        disabled_at=row.disabled_at,
        devices_since=row.devices_since,
    )
