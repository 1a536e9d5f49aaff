"""Where an administrator works: the list of users, and what can be changed about one."""

from http import HTTPStatus
from typing import Any

import httpx

USERS = "/api/auth/admin/users"


class Office:
    """Where an administrator works."""

    def __init__(self, client: httpx.AsyncClient, who: dict[str, str]) -> None:
        self._client = client
        self._who = who

    async def look(self, **query: str | int) -> Any:  # noqa: ANN401
        """A part of the list of users."""
        answer = await self._client.get(USERS, params=query, headers=self._who)
        assert answer.status_code == HTTPStatus.OK, answer.text
        return answer.json()

    async def names(self, **query: str | int) -> list[str]:
        """The first words of the e-mails in a part of the list."""
        return [one["email"].partition("@")[0] for one in (await self.look(**query))["items"]]

    async def change(self, user: Any, **changes: object) -> httpx.Response:  # noqa: ANN401
        """Change a user."""
        path = f"{USERS}/{user['user_id']}"
        return await self._client.patch(path, json=changes, headers=self._who)
