"""Keeps the splits of companies."""

from collections.abc import Collection

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.company import Company
from analytics.tables import splits
from vocabulary import Symbol


class Companies:
    """What is known of companies."""

    async def load(
        self, _connection: AsyncConnection, symbols: Collection[Symbol]
    ) -> dict[Symbol, Company]:
        """Nothing has to be known of what was said before."""
        return {each: Company(each) for each in symbols}

    async def save(self, connection: AsyncConnection, states: Collection[Company]) -> None:
        """Store what is not stored yet."""
        news = [split._asdict() for company in states for split in company.news]
        if news:
            await connection.execute(insert(splits).on_conflict_do_nothing(), news)
        for company in states:
            company.news.clear()
