"""Two accounts of one person, through the gateway: what happens to one is none of the other's."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
import pytest
from authenticator import bearer
from bench.stack import Stack
from machines import make_key
from people import Device, Person, outcome, somebody
from proving.receiver import eventually

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(180)]
ACCOUNTS = "/api/portfolio/accounts"
RESTING = {"symbol": "IBM", "side": "buy", "type": "limit", "quantity": "10", "limit_price": "1.00"}
BUY = {"symbol": "IBM", "side": "buy", "type": "market", "quantity": "2"}


@dataclass(frozen=True)
class Trading:
    """One account of somebody, seen with a token that speaks for it."""

    account_id: str
    device: Device
    headers: dict[str, str]

    async def see(self, path: str) -> Any:  # noqa: ANN401  # JSON
        """What there is to see with its token."""
        return (await self.device.get(path, headers=self.headers)).raise_for_status().json()

    async def ask(self, path: str, body: object = None) -> httpx.Response:
        """Ask for something in its name."""
        return await self.device.post(path, json=body, headers=self.headers)

    async def place(self, order: dict[str, str]) -> Any:  # noqa: ANN401  # JSON
        """Place an order on it."""
        return (await self.ask("/api/orders", order)).raise_for_status().json()

    async def move(self, kind: str, amount: str) -> dict[str, Any]:
        """Have a deposit or withdrawal made, and wait for what becomes of it."""
        answer = await self.ask(f"{ACCOUNTS}/{self.account_id}/{kind}", {"amount": amount})
        assert answer.status_code == 202, answer.text
        seen: dict[str, Any] = {}

        async def is_settled() -> bool:
            seen.update(await self.see(answer.headers["location"]))
            return seen["state"] != "requested"

        await eventually(is_settled)
        return seen

    async def wind_up(self, how: str, body: object = None) -> None:
        """Have it reset or closed, and wait until that is done."""
        answer = await self.ask(f"{ACCOUNTS}/{self.account_id}/{how}", body)
        assert answer.status_code == 202, answer.text

        async def is_done() -> bool:
            return (await self.see(answer.headers["location"]))["state"] == "done"

        await eventually(is_done)


@pytest.fixture
async def ada(target: Stack) -> AsyncGenerator[Person]:
    async with somebody(target) as person:
        yield person


async def speak_for(device: Device, account_id: str) -> Trading:
    """A token for another account, as soon as auth has heard of it."""
    answers: list[httpx.Response] = []

    async def is_known() -> bool:
        answers.append(await device.post("/api/auth/refresh", json={"account_id": account_id}))
        return answers[-1].is_success

    await eventually(is_known)
    assert answers[-1].json()["account_id"] == account_id
    return Trading(account_id, device, bearer(answers[-1]))


async def first_account(device: Device) -> Trading:
    """The account that came with signing up, once it is open."""
    account_id = (await device.get("/api/auth/me")).json()["account_id"]
    first = Trading(account_id, device, dict(device.headers))

    async def is_open() -> bool:
        return (await device.get("/api/risk/account")).is_success

    await eventually(is_open)
    return first


async def open_another(device: Device, **terms: str) -> Trading:
    """One more account."""
    made = await device.post(ACCOUNTS, json={"name": "Swing", **terms})
    assert made.status_code == 201, made.text
    another = await speak_for(device, made.json()["account_id"])

    async def is_open() -> bool:
        return (await device.get("/api/risk/account", headers=another.headers)).is_success

    await eventually(is_open)
    return another


async def has(account: Trading, quantity: str) -> None:
    """Wait until it holds so many shares of IBM."""

    async def holds() -> bool:
        positions = await account.see("/api/portfolio/positions")
        return [one["quantity"] for one in positions] == [quantity]

    await eventually(holds)


async def keep_apart(first: Trading, second: Trading) -> str:
    """Trade on one account; the other one sees nothing of it. Returns an order that rests."""
    await second.place(BUY)
    await has(second, "2")
    resting = (await second.place(RESTING))["order_id"]
    foreign = await first.device.get(f"/api/orders/{resting}", headers=first.headers)
    assert outcome(foreign) == (404, "not_found")
    assert await first.see("/api/portfolio/positions") == []
    assert (await first.see("/api/orders"))["items"] == []
    return resting


async def move_money(first: Trading, second: Trading) -> None:
    """Pay in and take out; not what an open order holds, and not on the other account."""
    assert (await second.move("deposits", "250.50"))["state"] == "done"
    free = Decimal((await second.see("/api/risk/account"))["buying_power"])
    refused = await second.move("withdrawals", f"{free + 1:.2f}")
    assert refused["state"] == "refused"
    assert refused["reason"]
    assert (await second.move("withdrawals", "100"))["state"] == "done"
    assert (await first.see("/api/portfolio"))["cash"] == "100000"


async def start_over(second: Trading, resting: str) -> None:
    """Reset the account while an order is open and shares are held."""
    await second.wind_up("reset", {"cash": "7000"})

    portfolio = await second.see("/api/portfolio")
    assert (portfolio["cash"], portfolio["positions"]) == ("7000", [])
    assert (await second.see(f"/api/orders/{resting}"))["status"] == "canceled"
    old = (await second.see("/api/portfolio/trades?epoch=1"))["items"]
    assert [one["quantity"] for one in old] == ["2"]
    assert (await second.see("/api/portfolio/trades?epoch=2"))["items"] == []


async def close_for_good(second: Trading, bot: httpx.AsyncClient) -> None:
    """Close the account: its key ends, and no token speaks for it any more."""
    await second.wind_up("close")

    closed = await second.see(f"{ACCOUNTS}/{second.account_id}")
    assert (closed["state"], closed["cash"]) == ("closed", "0")

    async def is_shut_out() -> bool:
        return (await bot.get("/api/orders")).status_code == 401

    await eventually(is_shut_out)
    again = {"account_id": second.account_id}
    back = await second.device.post("/api/auth/refresh", json=again)
    assert outcome(back) == (404, "account_not_found")


async def test_the_story_of_a_second_account(ada: Person) -> None:
    device = await ada.sign_up()
    first = await first_account(device)
    second = await open_another(device, cash="5000", fill_model="instant/1")
    assert (await second.see("/api/orders/settings"))["fill_model"] == "instant/1"

    resting = await keep_apart(first, second)
    await move_money(first, second)
    machine = await make_key(device, second.headers)
    await start_over(second, resting)
    async with httpx.AsyncClient(base_url=ada.target.origin, headers=machine, timeout=20) as bot:
        (await bot.post("/api/orders", json=BUY)).raise_for_status()
        await has(second, "2")
        await close_for_good(second, bot)
    assert (await first.see("/api/portfolio"))["cash"] == "100000"
