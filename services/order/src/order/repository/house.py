"""Orders of accounts that the house deals with, many at once."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from order.domain.house import HouseDesk, Look
from order.repository.adding import NewOrder, add_new
from order.repository.holdings import split_positions
from order.repository.orders import lock_live, request_cancel
from vocabulary import AccountId


class HouseDesks:
    """The live orders of accounts, locked: nobody changes them meanwhile.

    ``look`` shows the market; whoever runs the service says how.
    """

    def __init__(self) -> None:
        self.look: Look = lambda _: None

    async def load(
        self, connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, HouseDesk]:
        """What is live, one account after the other, always in the same order."""
        return {
            account_id: HouseDesk(
                account_id, await lock_live(connection, account_id, None), self.look
            )
            for account_id in sorted(account_ids)
        }

    async def save(self, connection: AsyncConnection, states: Collection[HouseDesk]) -> None:
        """Store what was taken back and what was placed; the accounts' own settings apply."""
        taken = [record for state in states for record in state.taken_back]
        placed = [NewOrder(record) for state in states for record in state.placed]
        await request_cancel(connection, taken)
        await add_new(connection, placed)
        for state in sorted(states, key=lambda one: one.account_id):
            await split_positions(connection, state.account_id, state.split)
