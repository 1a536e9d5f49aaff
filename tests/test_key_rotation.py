"""Signing keys are replaced while people trade, and nobody notices."""

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import monotonic
from uuid import uuid4

import httpx
import pytest
from bench.stack import Stack

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
WHO = {"email": f"rotation-{uuid4().hex}@example.com", "password": "correct horse battery"}
PUBLISHED_SECONDS = 60


async def test_nobody_is_refused_while_keys_are_replaced(target: Stack) -> None:
    answers: Counter[int] = Counter()
    async with httpx.AsyncClient(base_url=target.origin, timeout=60) as http:
        token = (await http.post("/api/auth/register", json=WHO)).json()["access_token"]
        headers = {"authorization": f"Bearer {token}"}

        async def trade() -> None:
            while True:
                for path in ("/api/orders", "/api/portfolio", "/api/auth/me"):
                    answers[(await http.get(path, headers=headers)).status_code] += 1
                await asyncio.sleep(0.05)

        before = await published(http)
        traders = [asyncio.create_task(trade()) for _ in range(4)]
        await asyncio.to_thread(rotate, target)
        until = monotonic() + PUBLISHED_SECONDS
        while await published(http) == before and monotonic() < until:
            login = await http.post("/api/auth/login", json=WHO)
            answers[login.status_code] += 1
            await asyncio.sleep(0.5)
        for task in traders:
            task.cancel()
        await asyncio.gather(*traders, return_exceptions=True)

        assert len(await published(http) - before) == 1
    assert set(answers) == {200}, answers
    assert answers[200] > 100


async def published(http: httpx.AsyncClient) -> set[str]:
    """The keys that are accepted now, by their ids."""
    document = (await http.get("/api/auth/jwks")).json()
    return {key["kid"] for key in document["keys"]}


def rotate(target: Stack) -> None:
    """As an operator does."""
    outcry = Path(sys.executable).parent / "outcry"
    subprocess.run([outcry, "keys", "rotate"], env=target.environment, check=True)  # noqa: S603
