"""Somebody with accounts, for tests: what they ask of the portfolio service, and what they see."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from time import time
from typing import Any
from uuid import UUID, uuid4

import httpx
from traders import Trader

from bus.inbox import count_parked
from bus.interface import Subscription
from chassis.testing import Simulation, simulation, some_account, token_for
from events import (
    CATALOGUE,
    AccountAtRest,
    Event,
    UserRegistered,
    WithdrawalApproved,
    WithdrawalRefused,
)
from portfolio.main import create_service
from portfolio.queries.trial import trial_balance
from portfolio.settings import PortfolioSettings
from vocabulary import AccountId, Money, RejectionReason, UserId

AREA = "portfolio"
OWN = frozenset(name for name, event in CATALOGUE.items() if event.owner == AREA)


@asynccontextmanager
async def portfolio_of_somebody(postgres_url: str) -> AsyncGenerator["Holder"]:
    """The portfolio service, and somebody who has just signed up; there is room for 3 accounts."""
    settings = {"port": 8105, "rabbitmq_password": "test", "accounts_max": 3}
    service = create_service(PortfolioSettings.model_validate(settings))
    async with (
        simulation(postgres_url) as started,
        started.bus.listening(Subscription("test.listener", OWN), lambda _delivery: None),
    ):
        client = await started.start(service)
        holder = Holder(started, client, UserId(uuid4()), some_account())
        await holder.sign_up()
        yield holder


@dataclass
class Holder:
    """A person, in front of the portfolio service. Risk is played by whoever runs the test."""

    simulation: Simulation
    client: httpx.AsyncClient
    user_id: UserId
    first: AccountId

    async def sign_up(self) -> None:
        """Get the first account."""
        registered = UserRegistered(user_id=self.user_id, account_id=self.first, display_name="Ada")
        await self.simulation.publish(registered)

    def trader(self, account_id: AccountId) -> Trader:
        """The same person, trading on one of their accounts."""
        return Trader(self.simulation, self.client, account_id, AREA)

    async def ask(
        self,
        method: str,
        path: str = "",
        body: object = None,
        *,
        key: str | None = None,
        machine_of: AccountId | None = None,
        scopes: str = "read trade",
    ) -> httpx.Response:
        """Ask something about accounts; as a machine with an API key, if one of an account does."""
        token = token_for(
            machine_of or self.first,
            scopes=scopes,
            authenticated_at=0 if machine_of else int(time()),
            user_id=self.user_id,
        )
        headers = {"authorization": f"Bearer {token}"}
        if key is not None:
            headers["idempotency-key"] = key
        url = f"/api/{AREA}/accounts{path}"
        answer = await self.client.request(method, url, json=body, headers=headers)
        await self.simulation.settle()
        return answer

    async def do(
        self, method: str, path: str = "", body: object = None, *, key: str | None = None
    ) -> Any:  # noqa: ANN401  # JSON
        """Ask something that is granted, and get the answer."""
        answer = await self.ask(method, path, body, key=key)
        assert answer.status_code < HTTPStatus.BAD_REQUEST, answer.text
        return answer.json()

    async def fail(
        self, method: str, path: str, body: object = None, *, key: str | None = None
    ) -> tuple[int, str]:
        """Ask something that is refused, and get the status and the code."""
        answer = await self.ask(method, path, body, key=key)
        return answer.status_code, answer.json()["code"]

    async def open(self, name: str = "Swing", **more: str) -> AccountId:
        """Have another account."""
        return AccountId(UUID((await self.do("POST", "", {"name": name} | more))["account_id"]))

    async def reset(self, body: object = None, *, key: str | None = None) -> Any:  # noqa: ANN401
        """Have the first account start over."""
        return await self.do("POST", f"/{self.first}/reset", body or {}, key=key)

    async def see(self, account_id: AccountId) -> Any:  # noqa: ANN401  # JSON
        """An account, as its list shows it."""
        items = (await self.do("GET"))["items"]
        return next(one for one in items if one["account_id"] == str(account_id))

    def said(self, kind: type[Event]) -> list[Any]:
        """What was said of one kind, and heard."""
        return [one.data for one in self.simulation.bus.history if isinstance(one.data, kind)]

    async def is_sound(self) -> bool:
        """Whether the whole ledger adds up, and nothing was parked."""
        async with self.simulation.database(AREA).engine.connect() as connection:
            parked = await count_parked(connection)
            return not parked and (await trial_balance(connection)).is_sound

    async def rest(self, winding: dict[str, Any], fills: int = 0) -> None:
        """Let risk say that an account has come to rest, after so many fills."""
        at_rest = AccountAtRest(
            account_id=AccountId(UUID(winding["account_id"])),
            winding_id=UUID(winding["winding_id"]),
            fills=fills,
        )
        await self.simulation.publish(at_rest, source="risk")

    async def approve(self, transfer: dict[str, Any]) -> None:
        """Let risk say that what is to be taken out is free."""
        approved = WithdrawalApproved(
            account_id=AccountId(UUID(transfer["account_id"])),
            transfer_id=UUID(transfer["transfer_id"]),
            amount=Money(Decimal(transfer["amount"])),
        )
        await self.simulation.publish(approved, source="risk")

    async def refuse(self, transfer: dict[str, Any]) -> None:
        """Let risk say that what is to be taken out is not free."""
        refused = WithdrawalRefused(
            account_id=AccountId(UUID(transfer["account_id"])),
            transfer_id=UUID(transfer["transfer_id"]),
            reason=RejectionReason.BUYING_POWER_EXCEEDED,
            rule="open orders hold it",
            free_cash=Money(Decimal(12)),
        )
        await self.simulation.publish(refused, source="risk")
