"""What processes of a running stack write down: which click it was, and never a secret."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from bench.stack import Stack
from dotenv.main import DotEnv
from machines import make_key
from operating import trail
from proving.receiver import eventually

from outcry.demo.session import signed_in
from outcry.environment import SECRETS

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
ORDER = {"symbol": "IBM", "side": "buy", "type": "market", "quantity": "1"}


def logs(target: Stack) -> dict[str, str]:
    """What every process of the stack has written, by its name."""
    folder: Path = target.home / ".run/log"
    return {path.name: path.read_text() for path in sorted(folder.glob("*.log*"))}


async def what_somebody_keeps_to_themselves(target: Stack) -> list[str]:
    """Everything secret that goes over the wire when somebody signs in, well and badly."""
    password, other = f"correct horse {uuid4().hex}", f"wrong horse {uuid4().hex}"
    who = {"email": f"quiet-{uuid4().hex}@example.com", "password": password}
    async with httpx.AsyncClient(base_url=target.origin, timeout=60) as http:
        registered = await http.post("/api/auth/register", json=who)
        token = registered.json()["access_token"]
        refresh = [value for _, value in registered.cookies.items()]
        headers = {"authorization": f"Bearer {token}"}
        ticket = (await http.post("/api/stream/ticket", headers=headers)).json()["ticket"]
        http.headers.update(headers)
        key = await make_key(http, {})
        for body in (
            {**who, "password": other},
            {"email": [password], "password": {"is": password}},
            {"password": password},
        ):
            assert (await http.post("/api/auth/login", json=body)).is_error
        await http.post("/api/auth/login", content=f'{{"password": "{password}"')
        await http.get(f"/api/orders?token={token}&password={password}", headers=key)
        await http.get("/api/orders", headers={"authorization": f"Bearer {token}x"})
        await http.get(f"/nowhere?password={password}")
    assert refresh
    return [password, other, token.split(".")[2], *refresh, ticket, key["apca-api-secret-key"]]


async def test_no_secret_is_ever_logged(target: Stack) -> None:
    told = await what_somebody_keeps_to_themselves(target)
    names = [name for name in DotEnv(target.home / ".env").dict() if name.endswith(SECRETS)]
    secrets = {*told, *(value for name in names if (value := target.value(name)))}

    written = logs(target)

    assert {"gateway.log", "auth.log", "order.log", "stream.log"} <= written.keys()
    assert "/api/auth/login" in written["gateway.log"]
    assert [
        (name, one[:4]) for name, text in written.items() for one in secrets if one in text
    ] == []


async def test_one_id_leads_from_the_browser_to_the_ledger(target: Stack) -> None:
    async with signed_in(target.origin) as session:
        answer = await session.http.post("/api/orders", json=ORDER)
        order_id, click = answer.json()["order_id"], answer.headers["x-request-id"]
        await session.wait_for(lambda one: one.type == "PORTFOLIO_UPDATED", "the booking")

    async def is_in_the_trail() -> bool:
        return [one["correlation_id"] for one in trail(target, "--order", order_id)] == [click]

    await eventually(is_in_the_trail)
    lines = [json.loads(line) for line in logs(target)["gateway.log"].splitlines() if click in line]
    assert [(one["method"], one["path"], one["status"]) for one in lines] == [
        ("POST", "/api/orders", 201)
    ]


def test_every_line_of_a_service_is_json_with_its_name(target: Stack) -> None:
    written = logs(target)
    for service in ("auth", "market-data", "order", "risk", "portfolio", "analytics", "stream"):
        lines: list[dict[str, Any]] = [
            json.loads(line) for line in written[f"{service}.log"].splitlines()
        ]
        assert {one["service"] for one in lines} <= {service, service.replace("-", "_")}
        assert all({"timestamp", "level", "event", "correlation_id"} <= one.keys() for one in lines)
