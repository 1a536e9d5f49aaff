"""The audit trail of the stack: read it, or prove that it is what was written."""

from collections.abc import AsyncGenerator, Mapping, Sequence

from analytics.domain.trail import Broken, Head, Link
from analytics.queries import audit as queries
from outcry.databases import connected
from outcry.errors import Problem

TRAIL = "analytics"


async def verify(values: Mapping[str, str], noted: Sequence[Head]) -> Head:
    """Where the trail ends, after looking at every entry.

    Raises:
        Problem: it is not what was written, or not what was ``noted`` of it; or the database
            cannot be reached.
    """
    async with connected(TRAIL, values) as connection:
        try:
            return await queries.verify(connection, dict(noted))
        except Broken as broken:
            raise Problem(f"the audit trail is broken at {broken}") from None


async def entries(values: Mapping[str, str], wanted: queries.Wanted) -> AsyncGenerator[Link]:
    """What is wanted of the trail, oldest first.

    Raises:
        Problem: the database cannot be reached.
    """
    async with connected(TRAIL, values) as connection:
        async for link in queries.every_entry(connection, wanted):
            yield link
