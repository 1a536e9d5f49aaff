"""Keeps the splits that books are to be told of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.envelope import Envelope
from events import CorporateActionAnnounced, CorporateActionEffective
from order.domain.exchange.splitting import Split
from order.domain.units import milliseconds, size_units, time_units
from order.tables import splits
from vocabulary import Symbol

Said = tuple[Split, int | None]
"""A split, and when it was said to be effective, if it was, in milliseconds since 1970."""


async def keep_splits(connection: AsyncConnection, envelopes: Iterable[Envelope[Any]]) -> None:
    """Store the splits that these tell of; what is effective stays as it was said to be."""
    for envelope in envelopes:
        said = envelope.data
        if isinstance(said, CorporateActionEffective):
            at, said_at = said.market_time, envelope.time
        elif isinstance(said, CorporateActionAnnounced) and said.effective_at is not None:
            at, said_at = said.effective_at, None
        else:
            continue
        if said.new_shares is None:
            continue
        row = {
            "action_id": said.action_id,
            "symbol": said.symbol,
            "effective_at": at,
            "new_shares": said.new_shares,
            "old_shares": said.old_shares,
            "said_at": said_at,
        }
        rest = {name: what for name, what in row.items() if name != "action_id"}
        made = insert(splits).values(row)
        await connection.execute(
            made.on_conflict_do_update(
                index_elements=[splits.c.action_id], set_=rest, where=splits.c.said_at.is_(None)
            )
        )


async def find_splits(
    connection: AsyncConnection, began: int | None
) -> Mapping[Symbol, Sequence[Said]]:
    """Splits to come, and those of the market that ``began`` then (Unix milliseconds)."""
    since = datetime.fromtimestamp((began or 0) / 1000, UTC)
    query = select(splits).where(or_(splits.c.said_at.is_(None), splits.c.said_at > since))
    found: defaultdict[Symbol, list[Said]] = defaultdict(list)
    for row in await connection.execute(query):
        new, old = size_units(row.new_shares), size_units(row.old_shares)
        split = Split(time_units(row.effective_at), str(row.action_id), new, old)
        found[row.symbol].append((split, row.said_at and milliseconds(row.said_at)))
    return found
