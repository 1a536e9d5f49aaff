"""Stores what became of accounts."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.statements import insert_missing
from order.domain.lives import AccountNews
from order.domain.preferences import Preferences
from order.repository.broker_keys import disconnect
from order.repository.holdings import forget_traded_before
from order.tables import account_settings
from vocabulary import AccountId


class Lives:
    """What happened to accounts: nothing of it depends on what was before."""

    async def load(
        self, _connection: AsyncConnection, account_ids: Collection[AccountId]
    ) -> dict[AccountId, AccountNews]:
        """Nothing has to be known of them."""
        return {account_id: AccountNews(account_id) for account_id in account_ids}

    async def save(self, connection: AsyncConnection, states: Collection[AccountNews]) -> None:
        """Keep fill models, unless their owners chose another one meanwhile; empty the others."""
        chosen = [
            {
                "account_id": one.account_id,
                "fill_model": one.fill_model,
                "fees": Preferences().fees,
            }
            for one in states
            if one.fill_model is not None
        ]
        await insert_missing(connection, account_settings, chosen)
        rested = {
            one.account_id: (one.rested_at, one.epoch)
            for one in states
            if one.rested_at is not None
        }
        await forget_traded_before(connection, rested)
        if closed := [one.account_id for one in states if one.is_closed]:
            await disconnect(connection, closed)
