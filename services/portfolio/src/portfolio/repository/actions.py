"""Keeps what companies do to their shares, and what accounts are entitled to because of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import Row
from chassis.transaction import row_of
from portfolio.domain.account import Account
from portfolio.domain.actions import Action, Actions
from portfolio.domain.claims import Entitlement
from portfolio.domain.company import Company
from portfolio.repository.parked import EVERYBODY_IS_HEARD
from portfolio.tables import actions, entitlements
from vocabulary import AccountId, CorporateActionKind, Symbol

FRESH = timedelta(days=1)
"""So long, on the wall, who hears late of a trade is given the dividend that it has earned.

Splits count for ever: what they make of a trade is never lost, however late it is heard of.
"""

_TERMS = tuple(each.name for each in actions.c)
_UNFINISHED = select(actions).where(actions.c.is_finished.is_(False))
_FINISH = (
    update(actions)
    .where(actions.c.is_finished.is_(False), actions.c.said_at.is_not(None))
    .where(actions.c.kind == CorporateActionKind.DIVIDEND)
    .where(actions.c.heard_at < func.now() - FRESH, EVERYBODY_IS_HEARD)
    .values(is_finished=True)
)


class Companies:
    """What is known of companies; ``known`` to the accounts of this process at once."""

    def __init__(self, known: Actions) -> None:
        self._known = known

    async def load(
        self, _connection: AsyncConnection, symbols: Collection[Symbol]
    ) -> dict[Symbol, Company]:
        """Nothing has to be known of what was said before."""
        return {each: Company(each) for each in symbols}

    async def save(self, connection: AsyncConnection, states: Collection[Company]) -> None:
        """Store the newest of each action; what is effective is not announced any more."""
        for company in states:
            for action in company.news:
                await connection.execute(_stored(action))
                self._known.hear(action)
            company.news.clear()


def _stored(action: Action) -> Any:  # noqa: ANN401  # a statement
    row = row_of(action)
    made = insert(actions).values(row)
    rest = {name: made.excluded[name] for name in _TERMS if name != "action_id"}
    return made.on_conflict_do_update(
        index_elements=[actions.c.action_id], set_=rest, where=actions.c.said_at.is_(None)
    )


async def read_actions(connection: AsyncConnection, known: Actions) -> None:
    """Let ``known`` be what is stored now and still matters."""
    known.know([action_of(row) for row in await connection.execute(_UNFINISHED)])


async def finish_dividends(connection: AsyncConnection) -> None:
    """Let dividends that were heard of long ago matter no more; nobody may be left to be told."""
    await connection.execute(_FINISH)


async def find_entitlements(
    connection: AsyncConnection, account_ids: Collection[AccountId], known: Actions
) -> Mapping[AccountId, dict[UUID, Entitlement]]:
    """What the accounts are entitled to of actions that matter, and of dividends to be paid."""
    matters = entitlements.c.action_id.in_([one.action_id for one in known.all()])
    to_pay = and_(
        entitlements.c.kind == CorporateActionKind.DIVIDEND, entitlements.c.paid.is_(None)
    )
    query = select(entitlements).where(
        entitlements.c.account_id.in_(account_ids), or_(matters, to_pay)
    )
    found: defaultdict[AccountId, dict[UUID, Entitlement]] = defaultdict(dict)
    for row in await connection.execute(query):
        known_one = Entitlement(action_of(row), row.epoch, row.shares, row.paid)
        found[row.account_id][row.action_id] = known_one
    return found


def changed_entitlements(changed: Collection[Account]) -> Iterator[Row]:
    """What accounts are entitled to now, as rows."""
    for account in changed:
        for action_id in account.claims.changed:
            known = account.claims.known[action_id]
            yield row_of(known.action) | {
                "account_id": account.account_id,
                "epoch": known.epoch,
                "shares": known.shares,
                "paid": known.paid,
            }


def action_of(row: Any) -> Action:  # noqa: ANN401  # a row
    """The action that a row tells of."""
    return Action(
        action_id=row.action_id,
        symbol=row.symbol,
        kind=CorporateActionKind(row.kind),
        effective_at=row.effective_at,
        new_shares=row.new_shares,
        old_shares=row.old_shares,
        last_price=row.last_price,
        amount=row.amount,
        pays_at=row.pays_at,
        said_at=row.said_at,
    )
