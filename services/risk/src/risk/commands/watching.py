"""Keeps an eye on accounts between their orders: margin, limits, and orders in spite of a halt.

What it sees changes nothing here: it asks for a review, which the account's own turn then makes,
or tells the order service once more which orders have to go. Two replicas may both do so.
"""

from collections import defaultdict
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from functools import partial
from time import monotonic
from uuid import UUID

from sqlalchemy import String, cast, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bus.tables import parked
from chassis.transaction import Database
from chassis.works import Running
from events import AccountReviewRequested, TradingHalted
from risk.domain.account import TradingAccount
from risk.domain.life import PATIENCE_SECONDS
from risk.domain.market import Market
from risk.domain.rulebook import Rulebook
from risk.domain.supervising import supervise
from risk.repository import Accounts
from risk.repository.accounts import CONSUMER
from risk.tables import accounts, exits, holds, shares
from vocabulary import NO_SHARES, AccountId, MarginType, OrderId, Symbol

LOOK_SECONDS = 1.0
LOADED_MAX = 500
NOBODY = UUID(int=0)
PEAK_SHARE = Decimal("0.001")
"""How much higher a peak has to be to be stored though nobody orders anything."""


class Watch:
    """Looks at all accounts once a second."""

    def __init__(self, repository: Accounts, rulebook: Rulebook, market: Market) -> None:
        self._repository = repository
        self._rulebook = rulebook
        self._market = market
        self._told: set[OrderId] = set()
        self._waiting: dict[AccountId, float] = {}

    @asynccontextmanager
    async def at_work(self, running: Running) -> AsyncGenerator[None]:
        """Look, in the background, within the block."""
        running.every(LOOK_SECONDS, partial(self.look, running.database), "watch over accounts")
        yield

    async def look(self, database: Database) -> None:
        """Ask for the reviews that are due, and tell of orders that should be gone."""
        told = set[OrderId]()
        async with database.transaction() as tx:
            if self._rulebook.halts:
                told, events = await self._in_spite_of_halts(tx.connection)
                for event in events:
                    tx.publish(event)
            if (now := self._market.now) is not None:
                for account_id in await self._due(tx.connection, now):
                    tx.publish(AccountReviewRequested(account_id=account_id, market_time=now))
        self._told = told

    async def _due(self, connection: AsyncConnection, now: datetime) -> list[AccountId]:
        waiting = await _waiting(connection)
        late = self._too_late(waiting, monotonic())
        if self._market.is_complete:
            late = {*late, *(each for each, is_open in waiting.items() if is_open)}
        ids = await _worth_a_look(connection, everybody=_limits_losses(self._rulebook))
        due: list[AccountId] = []
        for first in range(0, len(ids), LOADED_MAX):
            part = ids[first : first + LOADED_MAX]
            loaded = await self._repository.load(connection, part)
            due += [account_id for account_id in part if _is_due(loaded[account_id], now)]
        return [*late, *(each for each in due if each not in late)]

    def _too_late(self, waiting: Collection[AccountId], now: float) -> set[AccountId]:
        """Those of ``waiting`` accounts that have waited for long."""
        self._waiting = {each: self._waiting.get(each, now) for each in waiting}
        return {each for each, since in self._waiting.items() if now - since >= PATIENCE_SECONDS}

    async def _in_spite_of_halts(
        self, connection: AsyncConnection
    ) -> tuple[set[OrderId], Collection[TradingHalted]]:
        """Orders that were let in while trading was being halted, and what is told; of each once.

        That is once what is told is committed.
        """
        found: defaultdict[tuple[AccountId, Symbol | None, str], set[OrderId]] = defaultdict(set)
        told = set[OrderId]()
        for row in await connection.execute(_OPEN):
            if row.order_id in self._told:
                told.add(row.order_id)
                continue
            for symbol, reason in (
                (None, self._rulebook.halted(row.account_id)),
                (row.symbol, self._rulebook.symbol_halted(row.symbol)),
            ):
                if reason is not None:
                    found[row.account_id, symbol, reason].add(row.order_id)
        return told.union(*found.values()), [
            TradingHalted(account_id=account_id, reason=reason, symbol=symbol)
            for account_id, symbol, reason in found
        ]


_OPEN = union(
    select(holds.c.account_id, holds.c.symbol, holds.c.order_id),
    select(exits.c.account_id, exits.c.symbol, exits.c.group_id.label("order_id")),
)


_parked = select(parked.c.key).where(parked.c.consumer == CONSUMER)
_hears = cast(accounts.c.account_id, String).not_in(_parked)
"""Whether an account hears what is said to it; else it would be said again and again."""


async def _waiting(connection: AsyncConnection) -> dict[AccountId, bool]:
    """Accounts whose orders wait, and whether they are open."""
    is_open = accounts.c.free_cash.is_not(None).label("is_open")
    query = select(accounts.c.account_id, is_open)
    query = query.where(accounts.c.standing.has_key("waiting"), _hears)
    return {row.account_id: row.is_open for row in await connection.execute(query)}


def _limits_losses(rulebook: Rulebook) -> bool:
    """Whether anybody may lose only so much."""
    layers = (rulebook.house, *rulebook.layers.values())
    return any(
        one.daily_loss_max is not None or one.drawdown_percent_max is not None for one in layers
    )


async def _worth_a_look(connection: AsyncConnection, *, everybody: bool) -> list[AccountId]:
    """Margin accounts, or everybody, that hold or owe shares, or have been asked for equity."""
    held = select(shares.c.account_id).where(shares.c.free != NO_SHARES)
    selling = select(holds.c.account_id)
    there = or_(
        accounts.c.account_id.in_(held),
        accounts.c.account_id.in_(selling),
        accounts.c.standing.has_key("call"),
    )
    query = select(accounts.c.account_id).where(there, _hears).order_by(accounts.c.account_id)
    if not everybody:
        query = query.where(accounts.c.margin == MarginType.MARGIN)
    return [row.account_id for row in await connection.execute(query)]


def _is_due(account: TradingAccount, now: datetime) -> bool:
    """Whether a review would do anything; it is tried on a copy that nobody keeps.

    A new peak is worth one when it is a good deal higher, or a rising market asked for one of
    everybody each second.
    """
    profile, diary = account.profile, account.profile.diary
    before, peak = (diary.day, profile.leveraged), diary.peak
    deeds = list(supervise(account, now, NOBODY))
    risen = diary.peak - peak
    return bool(deeds) or before != (diary.day, profile.leveraged) or risen > peak * PEAK_SHARE
