"""Traders for a load: signed up, with shares to sell, and known by their tokens."""

import asyncio
from dataclasses import asdict, dataclass
from uuid import uuid4

from bench.http import Answer, Client
from bench.traders import CREATED, OK, PASSWORD, SETTINGS

SYMBOLS = ("BAC", "AIG", "IBM", "AAPL", "MSFT", "NVDA", "SPY", "QQQ", "AMZN", "TSLA")
SHARES = 20
ENTER_AT_ONCE = 5
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.2


class CannotEnter(Exception):
    """The gateway did not let a trader in; what it said is the message."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a load generator has to know of a trader."""

    email: str
    password: str
    token: str
    symbol: str
    account_id: str

    def as_data(self) -> dict[str, str]:
        """For a file."""
        return asdict(self)


async def assemble(client: Client, number: int, *, with_shares: bool = True) -> list[Member]:
    """Let so many in, a few at a time: hashing passwords is meant to be slow.

    Raises:
        CannotEnter: the gateway refused somebody.
    """
    found: list[Member] = []
    for start in range(0, number, ENTER_AT_ONCE):
        group = range(start, min(start + ENTER_AT_ONCE, number))
        found += await asyncio.gather(
            *(_enter(client, SYMBOLS[n % len(SYMBOLS)], with_shares=with_shares) for n in group)
        )
    return found


async def _enter(client: Client, symbol: str, *, with_shares: bool) -> Member:
    email = f"load-{uuid4().hex}@example.com"
    registered = await _until(
        client, "POST", "/api/auth/register", {}, CREATED, {"email": email, "password": PASSWORD}
    )
    token = registered.body["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    opened = await _until(client, "GET", "/api/risk/account", headers, OK)
    if with_shares:
        await _until(client, "PUT", "/api/orders/settings", headers, OK, SETTINGS)
        wish = {"symbol": symbol, "side": "buy", "type": "market", "quantity": str(SHARES)}
        wish |= {"client_order_id": uuid4().hex}
        placed = await _until(client, "POST", "/api/orders", headers, CREATED, wish)
        await _filled(client, f"/api/orders/{placed.body['order_id']}", headers)
    return Member(email, PASSWORD, token, symbol, opened.body["account_id"])


async def _filled(client: Client, path: str, headers: dict[str, str]) -> None:
    for _ in range(round(PATIENCE_SECONDS / PAUSE_SECONDS)):
        if (await client.send("GET", path, headers)).body["status"] == "filled":
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise CannotEnter(f"{path} is not filled")


async def _until(
    client: Client,
    method: str,
    path: str,
    headers: dict[str, str],
    wanted: int,
    body: object = None,
) -> Answer:
    """The wanted answer; asked for again while the account is being opened, or there are limits."""
    answer = await client.send(method, path, headers, body)
    for _ in range(round(PATIENCE_SECONDS / PAUSE_SECONDS)):
        if answer.status == wanted:
            return answer
        await asyncio.sleep(PAUSE_SECONDS)
        answer = await client.send(method, path, headers, body)
    raise CannotEnter(f"{method} {path}: {answer.status} {answer.text!r}")
