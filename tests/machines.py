"""A machine that trades with an API key: the headers it sends, and what becomes of them."""

from base64 import b64encode
from http import HTTPStatus
from typing import Any

import httpx
import jwt

Headers = dict[str, str]


async def make_key(client: httpx.AsyncClient, who: Headers, **wanted: object) -> Headers:
    """What a machine sends that was given a new key, one to trade with if nothing else is said."""
    wish = {"name": "my bot", "scopes": ["trade"], **wanted}
    answer = await client.post("/api/auth/keys", json=wish, headers=who)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    key = answer.json()
    return {"apca-api-key-id": key["key_id"], "apca-api-secret-key": key["secret"]}


def basic(text: str) -> Headers:
    """How HTTP Basic sends an id and a secret with a colon between them."""
    return {"authorization": f"Basic {b64encode(text.encode()).decode()}"}


async def verify(client: httpx.AsyncClient, headers: Headers) -> int:
    """What auth answers when the gateway asks whether these may pass."""
    return (await client.get("/internal/verify", headers=headers)).status_code


async def bearer(client: httpx.AsyncClient, headers: Headers) -> Headers:
    """What the gateway shows to a service in the name of this machine."""
    answer = await client.get("/internal/verify", headers=headers)
    assert answer.status_code == HTTPStatus.OK
    return {"authorization": f"Bearer {answer.headers['x-access-token']}"}


def claims_of(headers: Headers) -> dict[str, Any]:
    """What the token says."""
    token = headers["authorization"].partition(" ")[2]
    return jwt.decode(token, options={"verify_signature": False})
