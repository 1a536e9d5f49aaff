"""States that stay in memory are loaded again where something else that counts has changed."""

from collections.abc import Collection, Mapping

import pytest
from proving.catalogue import created
from proving.stage import Stage, accounts
from sqlalchemy.ext.asyncio import AsyncConnection
from tally.account import Tally
from tally.handlers import make_handlers
from tally.repository import Tallies
from typing_extensions import override

from chassis.consumer import Consumer
from vocabulary import AccountId

pytestmark = pytest.mark.real


class Counting(Tallies):
    """Tallies that say which of them were loaded, and which are stale."""

    def __init__(self) -> None:
        self.loaded: list[AccountId] = []
        self.stale: set[AccountId] = set()

    @override
    async def load(
        self, connection: AsyncConnection, keys: Collection[AccountId]
    ) -> Mapping[AccountId, Tally]:
        self.loaded += keys
        return await super().load(connection, keys)

    def is_stale(self, tally: Tally) -> bool:
        """Whether somebody has said so."""
        return tally.account_id in self.stale


async def test_only_what_is_stale_is_loaded_again(stage: Stage) -> None:
    kept, [one, other] = Counting(), accounts(2)
    runner = stage.runner(Consumer("order.tally", make_handlers(), kept, is_stale=kept.is_stale))
    async with stage.leading(runner) as connection:
        for number in (1, 2, 3):
            kept.stale = {one} if number == 3 else set()
            await stage.publish(created(one, number), created(other, number))
            await runner.step(connection)

    assert sorted(kept.loaded) == sorted([one, other, one])
    assert await stage.counted() == {one: (3, 3, 0), other: (3, 3, 0)}
