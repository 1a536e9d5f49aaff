"""Owners who pay in, take out and start over, again and again until it is answered."""

import asyncio
from contextlib import suppress
from random import Random
from uuid import uuid4

from bench.http import Answer, Client
from bench.traders import RETRY_SECONDS

ACCEPTED = 202
DEPOSITS = ("0.01", "250.50", "4000")
WITHDRAWALS = ("0.01", "99.99", "70000")
"""Dollars; the last is often more than there is."""
OPENING = {"cash": "50000"}
CHANCES = {"deposits": 5.0, "withdrawals": 5.0, "reset": 1.0}
IDS = {"deposits": "transfer_id", "withdrawals": "transfer_id", "reset": "winding_id"}
SHOWN = {"transfer_id": "transfers", "winding_id": "windings"}
OVER = frozenset({"done", "refused", "dropped"})


class Owner:
    """Who owns one account. ``granted`` are the paths of what was accepted, and comes to an end."""

    def __init__(self, client: Client, dice: Random, tries_max: int) -> None:
        self._client = client
        self._dice = dice
        self._tries_max = tries_max
        self._place = ""
        self.granted: list[str] = []

    async def act(self, headers: dict[str, str]) -> None:
        """Ask for one thing, under one key until there is an answer.

        Raises:
            RuntimeError: nobody answers.
        """
        (what,) = self._dice.choices([*CHANCES], [*CHANCES.values()])
        body = OPENING
        if what != "reset":
            amounts = DEPOSITS if what == "deposits" else WITHDRAWALS
            body = {"amount": self._dice.choice(amounts)}
        path, keyed = f"{await self._home(headers)}/{what}", {"Idempotency-Key": uuid4().hex}
        answer = await self._asked("POST", path, headers | keyed, body)
        if answer.status == ACCEPTED:
            name = IDS[what]
            self.granted.append(f"{self._place}/{SHOWN[name]}/{answer.body[name]}")

    async def unfinished(self, headers: dict[str, str]) -> list[str]:
        """What was accepted and has come to nothing yet, with how far it has come.

        Raises:
            RuntimeError: nobody answers.
        """
        shown = [(one, await self._asked("GET", one, headers)) for one in self.granted]
        states = [(one, answer.body.get("state", answer.status)) for one, answer in shown]
        return [f"{one} is {state}" for one, state in states if state not in OVER]

    async def _home(self, headers: dict[str, str]) -> str:
        if not self._place:
            answer = await self._asked("GET", "/api/portfolio/accounts", headers)
            self._place = f"/api/portfolio/accounts/{answer.body['items'][0]['account_id']}"
        return self._place

    async def _asked(
        self, method: str, path: str, headers: dict[str, str], body: object = None
    ) -> Answer:
        for _ in range(self._tries_max):
            with suppress(OSError, TimeoutError):
                answer = await self._client.send(method, path, headers, body)
                if answer.status < 500:  # the system was there
                    return answer
            await asyncio.sleep(RETRY_SECONDS)
        raise RuntimeError(f"nobody answers {method} {path}")
