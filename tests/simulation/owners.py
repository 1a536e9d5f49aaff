"""Owners of accounts who pay in, take out, start over, leave, and ask again if nobody answers."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from uuid import UUID

from bus.envelope import new_id
from chassis.security import Principal
from events import Event, UserDeleted, UserRegistered
from portfolio.commands.asking import Asker
from portfolio.commands.moving import (
    TransferWish,
    WindingWish,
    request_transfers,
    request_windings,
)
from portfolio.commands.opening import Allowance
from simulation.asking import Door
from simulation.market import Wandering
from vocabulary import AccountId, Money, SessionId, TransferKind, UserId, WindingPurpose

AMOUNTS = ("0.0001", "250", "3333.33", "60000")
"""Dollars; mostly less than there are."""
BEGINNINGS = (None, Money(Decimal(5_000)))
"""With how many dollars somebody starts over: as many as at first, or so many."""
LEAVING_CHANCE = 0.25
TRADING_SECONDS = 1.5
"""About as long as they trade."""
ALLOWANCE = Allowance(10, Money(Decimal(1_000_000)), Money(Decimal(100_000)))


@dataclass
class Owners:
    """Everybody who has an account, through whichever process of the portfolio service answers."""

    accounts: Sequence[AccountId]
    market: Wandering
    dice: Random
    door: Door
    tell: Callable[[Event, str], None]
    granted: list[UUID] = field(default_factory=list[UUID])
    """Transfers and resets of which somebody was told that they are under way."""
    count: int = 0

    def sign_up(self) -> None:
        """Have accounts."""
        for account in self.accounts:
            user = UserId(account)
            event = UserRegistered(user_id=user, account_id=account, display_name="Ada")
            self.tell(event, "auth")

    async def leave(self, dice: Random) -> None:
        """In some of the worlds one of them leaves for good, whatever is under way."""
        if dice.random() > LEAVING_CHANCE:
            return
        await asyncio.sleep(dice.uniform(0, TRADING_SECONDS))
        account = dice.choice(self.accounts)
        self.tell(UserDeleted(user_id=UserId(account), account_id=account), "auth")

    async def act(self) -> None:
        """One of them does something."""
        acts = (self._transfer, self._start_over)
        (act,) = self.dice.choices(acts, (4, 1))
        await act(self.dice.choice(self.accounts))

    async def _transfer(self, account: AccountId) -> None:
        kind = self.dice.choice(list(TransferKind))
        amount = Money(Decimal(self.dice.choice(AMOUNTS)))
        asker = self._asker(account, f"{kind} {amount}")

        def wish() -> TransferWish:
            at = self.market.time
            return TransferWish(asker, account, new_id(), kind, amount, at, ALLOWANCE)

        self._note(await self.door.ask(request_transfers, wish), "transfer_id")

    async def _start_over(self, account: AccountId) -> None:
        cash, purpose = self.dice.choice(BEGINNINGS), WindingPurpose.RESET
        asker = self._asker(account, f"reset {cash}")

        def wish() -> WindingWish:
            at = self.market.time
            return WindingWish(asker, account, new_id(), purpose, cash, at, ALLOWANCE)

        self._note(await self.door.ask(request_windings, wish), "winding_id")

    def _note(self, answer: object, name: str) -> None:
        if answer is not None:
            self.granted.append(getattr(answer, name))

    def _asker(self, account: AccountId, request: str) -> Asker:
        self.count += 1
        who = Principal(
            user_id=UserId(account),
            account_id=account,
            session_id=SessionId(account),
            roles=frozenset({"trader"}),
            scopes=frozenset({"trade"}),
            authenticated_at=1,
        )
        return Asker(who, f"key {self.count}", request)
