"""RabbitMQ definitions with passwords: what the repository declares, plus this stack's secrets."""

import hashlib
import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outcry.errors import Problem
from outcry.places import ROOT

DECLARED = ROOT / "messaging/rabbitmq/definitions.json"
ADMIN = "admin"
SALT_BYTES = 4


def password_hash(password: str, salt: bytes | None = None) -> str:
    """The hash that RabbitMQ stores: salt and SHA-256 of salt and password, in base64.

    https://www.rabbitmq.com/docs/passwords#computing-password-hash
    """
    salt = salt or secrets.token_bytes(SALT_BYTES)
    return b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def declared(path: Path = DECLARED) -> dict[str, Any]:
    """What the repository declares, without any password.

    Raises:
        Problem: the file is missing.
    """
    if not path.exists():
        raise Problem(f"{path} is missing: make it with `outcry topology --write`")
    definitions: dict[str, Any] = json.loads(path.read_text())
    return definitions


def of_people(definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Only users and exchanges: what a broker can be told at each of its starts.

    Queues wait for ``outcry configure``, which looks first whether their number may change.
    """
    return {**definitions, "queues": [], "bindings": []}


def with_passwords(definitions: Mapping[str, Any], passwords: Mapping[str, str]) -> dict[str, Any]:
    """The definitions ready to import: every user with the hash of its password.

    Raises:
        Problem: a declared user has no password.
    """
    users: list[dict[str, Any]] = definitions["users"]
    if missing := [user["name"] for user in users if not passwords.get(user["name"])]:
        raise Problem(f"no RabbitMQ password is configured for {', '.join(missing)}")
    hashed = [user | {"password_hash": password_hash(passwords[user["name"]])} for user in users]
    return {**definitions, "users": hashed}
