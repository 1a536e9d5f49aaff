"""The ledger of everybody: added up, and compared with all that is kept of accounts."""

from collections.abc import Mapping
from dataclasses import dataclass

from outcry.databases import connected
from portfolio.queries import trial
from portfolio.queries.trial import TrialBalance
from portfolio.queries.verification import Difference, differences, extent

LEDGER = "portfolio"
SHOWN_MAX = 100


async def trial_balance(values: Mapping[str, str]) -> TrialBalance:
    """Add up the ledger of the stack, in one snapshot.

    Raises:
        Problem: the database cannot be reached.
    """
    async with connected(LEDGER, values) as connection:
        return await trial.trial_balance(connection)


@dataclass(frozen=True, slots=True)
class Verification:
    """How much was looked at, how much of it differs, and the first things that do."""

    extent: Mapping[str, int]
    different: int
    first: list[Difference]


async def verify(values: Mapping[str, str]) -> Verification:
    """Work out again what is kept of accounts from the entries, in one snapshot, and compare.

    Raises:
        Problem: the database cannot be reached.
    """
    different, first = 0, list[Difference]()
    async with connected(LEDGER, values) as connection:
        looked_at = await extent(connection)
        async for one in differences(connection):
            different += 1
            if len(first) < SHOWN_MAX:
                first.append(one)
    return Verification(looked_at, different, first)
