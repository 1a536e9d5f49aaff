"""Trying to sign in, by guessing or as the owner, from wherever one likes."""

import httpx

BEN = {"email": "ben@example.com", "password": "battery staple"}
HOME = "192.0.2.7"


async def login(
    client: httpx.AsyncClient,
    password: str = "a guess",  # noqa: S107  # is what it says
    email: str = BEN["email"],
    address: str = HOME,
    **headers: str,
) -> httpx.Response:
    """One attempt; the gateway has seen it come from ``address``."""
    claim = {"email": email, "password": password}
    return await client.post(
        "/api/auth/login", json=claim, headers={"x-real-ip": address} | headers
    )


async def guess(client: httpx.AsyncClient, number: int = 1, **how: str) -> list[int]:
    """The statuses of so many attempts, one after the other."""
    return [(await login(client, **how)).status_code for _ in range(number)]
