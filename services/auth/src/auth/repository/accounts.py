"""Trading accounts and whose they are: rows in, domain objects out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from auth.domain.accounts import Account, Person
from auth.repository.api_keys import lock_of_accounts
from auth.repository.users import lock_who_left
from auth.tables import accounts, api_keys, users
from chassis.statements import insert_missing, upsert
from vocabulary import AccountId, UserId


class Accounts:
    """The accounts of which the portfolio service tells."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def load(
        self, connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> Mapping[AccountId, Account]:
        """What is known of them; with the keys that open them, which nobody else may change.

        Their owners are locked first, as by everybody else: only they wait for each other.
        """
        await _lock_owners(connection, account_ids)
        query = select(accounts).where(accounts.c.account_id.in_(account_ids)).with_for_update()
        ordered = query.order_by(accounts.c.account_id)
        found = {row.account_id: _account(row) for row in await connection.execute(ordered)}
        states = {each: found.get(each) or Account(each) for each in account_ids}
        for key in await lock_of_accounts(connection, account_ids):
            states[key.account_id].keys += (key,)
        return states

    async def save(self, connection: AsyncConnection, states: Collection[Account]) -> None:
        """Store what changed; of an account that was closed end the keys, and it is no default."""
        changed = [one for one in states if one.is_changed and one.user_id is not None]
        await upsert(connection, accounts, await _rows(connection, changed))
        closed = [one for one in changed if one.closed_at]
        for one in sorted(closed, key=lambda one: one.account_id):
            await _choose_another(connection, one)
            now = self._clock()  # a key that ended earlier would never be read as just revoked
            still_good = (
                api_keys.c.account_id == one.account_id,
                api_keys.c.revoked_at.is_(None),
            )
            await connection.execute(update(api_keys).where(*still_good).values(revoked_at=now))
        for one in changed:
            one.is_changed = False


class People:
    """Those whose accounts are opened, and whether they are still here."""

    async def load(
        self, connection: AsyncConnection, user_ids: Collection[UserId]
    ) -> Mapping[UserId, Person]:
        """Whether they have left, which they cannot meanwhile.

        Who is not known has not signed up here.
        """
        gone = await lock_who_left(connection, user_ids)
        return {each: Person(each, each in gone) for each in user_ids}

    async def save(self, connection: AsyncConnection, states: Collection[Person]) -> None:
        """Store their new accounts, unless they are stored already; nothing else changes."""
        opened = [account for one in states for account in one.accounts]
        await insert_missing(connection, accounts, await _rows(connection, opened))
        for one in states:
            one.accounts.clear()


async def find_accounts(
    connection: AsyncConnection, user_ids: Collection[UserId]
) -> Mapping[UserId, Sequence[Account]]:
    """All accounts of these people, oldest first; those that were closed too."""
    query = select(accounts).where(accounts.c.user_id.in_(user_ids))
    ordered = query.order_by(accounts.c.opened_at, accounts.c.account_id)
    found: defaultdict[UserId, list[Account]] = defaultdict(list)
    for row in await connection.execute(ordered):
        found[row.user_id].append(_account(row))
    return found


async def are_closed(
    connection: AsyncConnection, account_ids: Collection[AccountId]
) -> set[AccountId]:
    """Which of them were closed; the others are not, before the transaction ends."""
    query = select(accounts).where(accounts.c.account_id.in_(account_ids))
    ordered = query.order_by(accounts.c.account_id).with_for_update(read=True)
    return {row.account_id for row in await connection.execute(ordered) if row.closed_at}


async def forget_names(connection: AsyncConnection, user_ids: Iterable[UserId]) -> None:
    """Leave nothing of what people called their accounts."""
    theirs = accounts.c.user_id.in_(user_ids)
    await connection.execute(update(accounts).where(theirs).values(name=""))


async def _choose_another(connection: AsyncConnection, closed: Account) -> None:
    """Where a closed account was somebody's default, the oldest one that is open is from now on."""
    oldest = (
        select(accounts.c.account_id)
        .where(accounts.c.user_id == closed.user_id, accounts.c.closed_at.is_(None))
        .order_by(accounts.c.opened_at, accounts.c.account_id)
        .limit(1)
    )
    other = await connection.scalar(oldest)
    if other is not None:
        same = users.c.account_id == closed.account_id
        await connection.execute(update(users).where(same).values(account_id=other))


async def _lock_owners(connection: AsyncConnection, account_ids: Collection[AccountId]) -> None:
    theirs = select(accounts.c.user_id).where(accounts.c.account_id.in_(account_ids))
    owners = select(users.c.user_id).where(users.c.user_id.in_(theirs))
    await connection.execute(owners.order_by(users.c.user_id).with_for_update())


async def _rows(
    connection: AsyncConnection, changed: Collection[Account]
) -> Sequence[Mapping[str, object]]:
    """Without the names of what belongs to people who have left."""
    owners = {one.user_id for one in changed if one.user_id is not None}
    gone = await lock_who_left(connection, owners)
    return [_row(one, "" if one.user_id in gone else one.name) for one in changed]


def _row(account: Account, name: str) -> Mapping[str, object]:
    return {
        "account_id": account.account_id,
        "user_id": account.user_id,
        "name": name,
        "opened_at": account.opened_at,
        "closed_at": account.closed_at,
    }


def _account(row: Row[Any]) -> Account:
    return Account(row.account_id, row.user_id, row.name, row.opened_at, row.closed_at)
