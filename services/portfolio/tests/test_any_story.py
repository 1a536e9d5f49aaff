"""Whatever happens to an account, and however it is stored, everything follows from its ledger."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from shareholders import BEFORE, SAID, split
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from chassis.testing import drop_database, fresh_database
from portfolio.domain.account import Account
from portfolio.domain.actions import Actions
from portfolio.domain.entitlements import book, take_effect
from portfolio.domain.life import Winding
from portfolio.domain.position import Position
from portfolio.domain.trade import Fill
from portfolio.domain.transfers import deposit
from portfolio.domain.winding import come_to_rest, finish, wind_up
from portfolio.queries.verification import differences
from portfolio.repository import Accounts
from vocabulary import (
    AccountId,
    FillId,
    Money,
    OrderId,
    Price,
    Quantity,
    Side,
    Symbol,
    UserId,
    WindingPurpose,
    uuid7,
)

pytestmark = pytest.mark.real

ME = AccountId(UUID(int=7))
STEPS = 60
LATE = int(SAID.timestamp() * 1000) + 60_000
"""Orders are made after all splits were said, in milliseconds: so no fill is late."""
Deed = Callable[[Account], object]


class Story:
    """Deeds as a seed has them; each can be done again, and does the same."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  # the same story every time
        self._count = 0

    def next(self) -> Deed:
        """What happens next."""
        self._count += 1
        chance = self._random.random()
        if chance < 0.05:
            return self._reset()
        if chance < 0.1:
            return self._deposit()
        if chance < 0.2:
            return self._split()
        return self._fill()

    def chance(self, of: float) -> bool:
        """Whether something happens that does so seldom."""
        return self._random.random() < of

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128))

    def _fill(self) -> Deed:
        random, at = self._random, BEFORE + timedelta(minutes=self._count)
        parts = Decimal(random.randint(1, 10**10)).scaleb(-9)
        shares = random.choice([Decimal(random.randint(1, 9)), parts])
        fill = Fill(
            FillId(self._id()),
            OrderId(uuid7(LATE, self._random.randbytes(10))),
            Symbol(random.choice(["IBM", "BAC"])),
            random.choice([Side.BUY, Side.SELL]),
            Quantity(shares),
            Price(Decimal(random.randint(1, 10**6)).scaleb(-4)),
            "market",
            at,
            Money(Decimal(random.randint(0, 3)).scaleb(-2)),
        )
        return lambda account: list(book(account, fill))

    def _split(self) -> Deed:
        new, old = self._random.choice([(2, 1), (3, 2), (1, 8)])
        at = BEFORE + timedelta(minutes=self._count)
        action = replace(split(new, old, "100"), action_id=self._id(), effective_at=at)
        return lambda account: list(take_effect(account, action))

    def _deposit(self) -> Deed:
        transfer_id, amount = self._id(), Money(Decimal(self._random.randint(1, 99)))
        return lambda account: deposit(account, transfer_id, amount, BEFORE)

    def _reset(self) -> Deed:
        winding = Winding(self._id(), WindingPurpose.RESET, Money(Decimal(1000)))

        def reset(account: Account) -> None:
            wind_up(account, winding)
            come_to_rest(account, winding.winding_id, account.fills)
            assert finish(account) is not None

        return reset


async def load(connection: AsyncConnection, accounts: Accounts) -> Account:
    return (await accounts.load(connection, [ME]))[ME]


def figures(account: Account) -> list[object]:
    held = {one.symbol: one for one in account.positions.values() if one != Position(one.symbol)}
    counts = account.number, account.fills, account.epoch
    return [held, account.cash, account.paid_in, *counts, account.unsettled]


async def live(connection: AsyncConnection, story: Story) -> Account:
    """Batches of any size are stored, some in vain; now and then all that is known is forgotten."""
    accounts = Accounts(Money(Decimal(100_000)), Actions(), settlement_days=1)
    account = await load(connection, accounts)
    account.open(UserId(UUID(int=8)))
    await accounts.save(connection, [account])
    await connection.commit()
    batch: list[Deed] = []
    for _ in range(STEPS):
        batch.append(story.next())
        batch[-1](account)
        if story.chance(0.6):
            continue
        await accounts.save(connection, [account])
        if story.chance(0.2):
            await connection.rollback()
            account = await load(connection, accounts)
            for deed in batch:
                deed(account)
            await accounts.save(connection, [account])
        await connection.commit()
        batch.clear()
        if story.chance(0.5):
            again = await load(connection, accounts)
            assert figures(again) == figures(account)
            account = again
    await accounts.save(connection, [account])
    await connection.commit()
    return account


@pytest.fixture
async def connection(postgres_url: str) -> AsyncGenerator[AsyncConnection]:
    url = await fresh_database(postgres_url, "portfolio")
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()
    await drop_database(url)


@pytest.mark.parametrize("seed", range(8))
async def test_everything_follows_from_the_ledger(connection: AsyncConnection, seed: int) -> None:
    account = await live(connection, Story(seed))

    assert account.fills > STEPS / 3
    assert [one async for one in differences(connection)] == []
