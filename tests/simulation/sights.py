"""What every service makes of every account, read as the service itself reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.record import TrackRecord
from portfolio.domain.account import Account
from portfolio.settings import PortfolioSettings
from risk.domain.account import TradingAccount
from simulation.processes import SERVICES
from simulation.sessions import Session
from simulation.storage import Storage
from simulation.trouble import Trouble
from vocabulary import AccountId, Money

OPENING: Money = PortfolioSettings.model_fields["opening_cash"].default


class Onlooker:
    """Reads what is committed; nothing happens to it."""

    def __init__(self) -> None:
        self.sessions: dict[Session, None] = {}
        self.trouble = Trouble(Random(0), is_over=True)  # noqa: S311  # it draws nothing

    async def step(self) -> None:
        """It takes no time."""

    def note(self, what: str) -> None:
        """It does nothing that is worth a line."""


@dataclass(frozen=True, slots=True)
class Sights:
    """All accounts, as three services have them."""

    portfolio: Mapping[AccountId, Account]
    risk: Mapping[AccountId, TradingAccount]
    analytics: Mapping[AccountId, TrackRecord]


async def look(storages: Mapping[str, Storage], accounts: list[AccountId]) -> Sights:
    """Load all accounts."""

    async def load(name: str) -> Any:  # noqa: ANN401
        repository = SERVICES[name](1).consumers[0].repository
        assert repository is not None
        session = Session(storages[name], Onlooker())
        return await repository.load(cast("AsyncConnection", session), accounts)

    return Sights(await load("portfolio"), await load("risk"), await load("analytics"))
