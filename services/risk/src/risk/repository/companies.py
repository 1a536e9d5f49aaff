"""Keeps splits of companies, for as long as prices or trades of before them may turn up."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from risk.domain.companies import Company, Split, Splits
from risk.domain.rulebook import Rulebook
from risk.repository.alerts import split_alerts
from risk.tables import splits
from vocabulary import Symbol

KEPT = timedelta(days=31)
"""So long, on the wall, somebody may go by a price of before a split."""
LAGGING = timedelta(minutes=1)
"""So long, on the wall, the market time that was heard last may lie before what was said."""


class Companies:
    """What is known of companies; the rulebook of this process knows it at once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    async def load(
        self, _connection: AsyncConnection, symbols: Collection[Symbol]
    ) -> dict[Symbol, Company]:
        """Nothing has to be known of what was said before."""
        return {each: Company(each) for each in symbols}

    async def save(self, connection: AsyncConnection, states: Collection[Company]) -> None:
        """Store the newest of each split; what is effective is not announced any more."""
        news = [one for company in states for one in company.news]
        for split in news:
            await connection.execute(_stored(split))
            if split.said_at is not None:
                await split_alerts(connection, split)
        for company in states:
            company.news.clear()
        if news:
            self._rulebook.splits = await find_splits(connection)


def _stored(split: Split) -> Any:  # noqa: ANN401  # a statement
    made = insert(splits).values({one.name: getattr(split, one.name) for one in splits.c})
    rest = {one.name: made.excluded[one.name] for one in splits.c if one.name != "action_id"}
    return made.on_conflict_do_update(
        index_elements=[splits.c.action_id], set_=rest, where=splits.c.said_at.is_(None)
    )


async def find_splits(connection: AsyncConnection) -> Splits:
    """The splits that still matter, in the order in which they take effect."""
    is_past = (splits.c.said_at < func.now() - LAGGING).is_(True).label("is_past")
    matters = or_(splits.c.said_at.is_(None), splits.c.said_at > func.now() - KEPT)
    query = select(splits, is_past).where(matters).order_by(splits.c.effective_at)
    found: defaultdict[Symbol, list[Split]] = defaultdict(list)
    for row in (await connection.execute(query)).mappings():
        found[row["symbol"]].append(Split(**row))
    return dict(found)
