"""Ada signs in by her password and a code, proves again who she is, and the trail is told."""

from typing import Any

import httpx

from events import AuditRecorded, Event
from vocabulary import AuditAction, AuditOutcome

ADA = {"email": "ada@example.com", "password": "correct horse"}


async def login(client: httpx.AsyncClient, code: str | None = None) -> httpx.Response:
    """Sign in, with a code or without."""
    return await client.post("/api/auth/login", json=ADA if code is None else {**ADA, "code": code})


async def step_up(client: httpx.AsyncClient, who: dict[str, str], **shown: Any) -> httpx.Response:  # noqa: ANN401
    """Show a password or a code in the session of this header."""
    return await client.post("/api/auth/step-up", json=shown, headers=who)


def trail(said: list[Event]) -> list[tuple[AuditAction, AuditOutcome]]:
    """What the audit trail is told."""
    return [(one.action, one.outcome) for one in said if isinstance(one, AuditRecorded)]
