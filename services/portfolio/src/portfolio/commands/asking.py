"""Who wants something of an account, under which key, and whether they asked for it before."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.commands import Command
from chassis.errors import Refusal
from chassis.security import Principal
from chassis.statements import insert_rows
from chassis.transaction import Transaction
from portfolio.commands.refusals import AccountClosed, AccountNotFound, KeyReused
from portfolio.tables import accounts, answered
from vocabulary import AccountId, UserId

_IN_TURN = text("select pg_advisory_xact_lock(hashtextextended(:person, 0))")
Own = Row[Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. ``key`` is the ``Idempotency-Key``, ``request`` what stands under it, as text."""

    who: Principal
    key: str | None
    request: str

    @property
    def user_id(self) -> UserId:
        """The person behind it."""
        return self.who.user_id


class Asked(Protocol):
    """A wish: somebody asks."""

    @property
    def asker(self) -> Asker:
        """Who."""
        ...


Wish = TypeVar("Wish", bound=Asked)
Answer = TypeVar("Answer")
Grant = Callable[[Transaction, Command[Wish]], Awaitable[Answer]]


async def in_turn(
    tx: Transaction, commands: Sequence[Command[Wish]], grant: Grant[Wish, Answer]
) -> Sequence[Answer | Exception]:
    """Grant wishes one by one, and let nobody else act for the same people meanwhile.

    Raises:
        Refusal: (as an answer) as ``grant`` does, before it changes anything.
    """
    for person in sorted({str(one.wish.asker.user_id) for one in commands}):
        await tx.connection.execute(_IN_TURN, {"person": person})
    answers: list[Answer | Exception] = []
    for one in commands:
        try:
            answers.append(await grant(tx, one))
        except Refusal as refusal:
            answers.append(refusal)
    return answers


async def answered_before(connection: AsyncConnection, asker: Asker, would_be: UUID) -> UUID | None:
    """What came of the same wish when it was made before under the same key, or tried before.

    Raises:
        KeyReused: something else was asked for under it.
    """
    key = asker.key or str(would_be)
    query = select(answered).where(answered.c.user_id == asker.user_id, answered.c.key == key)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    if row.request != asker.request:
        raise KeyReused(f"the key {key!r} was used for something else")
    return row.made_id


async def remember_answer(connection: AsyncConnection, asker: Asker, made_id: UUID) -> None:
    """Keep what came of a wish, for when it is made again; without a key, for its second try."""
    row = {
        "user_id": asker.user_id,
        "key": asker.key or str(made_id),
        "request": asker.request,
        "made_id": made_id,
    }
    await insert_rows(connection, answered, [row])


async def own_account(connection: AsyncConnection, who: Principal, account_id: AccountId) -> Own:
    """The account, if it is the caller's: an API key's only if it is the one that it speaks for.

    Raises:
        AccountNotFound: it is not, or there is none.
    """
    query = select(accounts).where(
        accounts.c.account_id == account_id, accounts.c.user_id == who.user_id
    )
    row = (await connection.execute(query)).one_or_none()
    machine = who.authenticated_at == 0
    if row is None or (machine and account_id != who.account_id):
        raise AccountNotFound("you have no such account")
    return row


async def own_open_account(
    connection: AsyncConnection, who: Principal, account_id: AccountId
) -> Own:
    """The same, if it has not ended.

    Raises:
        AccountNotFound: it is not the caller's, or there is none.
        AccountClosed: it has ended.
    """
    row = await own_account(connection, who, account_id)
    if row.is_closed:
        raise AccountClosed("this account is closed")
    return row
