"""The trial balance: whether every booking cancels out, and accounts have what the ledger says."""

from collections.abc import Mapping

from outcry.databases import connected
from portfolio.queries import trial
from portfolio.queries.trial import TrialBalance

LEDGER = "portfolio"


async def trial_balance(values: Mapping[str, str]) -> TrialBalance:
    """Add up the ledger of the stack, in one snapshot.

    Raises:
        Problem: the database cannot be reached.
    """
    async with connected(LEDGER, values) as connection:
        return await trial.trial_balance(connection)
