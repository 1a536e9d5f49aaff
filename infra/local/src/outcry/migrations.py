"""Bring every service's own database up to date."""

from collections.abc import Mapping

from chassis.migrations import upgrade
from outcry.databases import database_url, owners


async def migrate(values: Mapping[str, str]) -> list[str]:
    """Upgrade the databases one after the other (Alembic has one context); return their names."""
    names = [one.package for one in owners(values)]
    for name in names:
        await upgrade(name, database_url(name, values))
    return names
