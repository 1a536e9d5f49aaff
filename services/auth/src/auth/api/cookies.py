"""The cookies of our own pages: how they are called, where they come back to, and for how long."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import Request, Response

from auth.credentials.desk import Desk
from auth.domain.sessions import IDLE_LIFE
from auth.domain.users import User

PREFIX = "__Secure-"
"""Over TLS: browsers take a cookie with this name from nobody who reaches them without."""
DEVICE_REMEMBERED = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class OwnCookie:
    """A cookie that no script can read, and that no page of others has sent along."""

    name: str
    path: str
    life: timedelta

    async def shown(self, request: Request) -> str:
        """What the browser has kept; nothing if it has nothing."""
        return request.cookies.get(self._called(request.state.desk), "")

    def give(self, response: Response, desk: Desk, value: str) -> None:
        """Have the browser keep ``value``."""
        response.set_cookie(
            self._called(desk),
            value,
            max_age=int(self.life.total_seconds()),
            path=self.path,
            secure=desk.secure,
            httponly=True,
            samesite="strict",
        )

    def drop(self, response: Response, desk: Desk) -> None:
        """Have the browser forget it."""
        response.delete_cookie(
            self._called(desk), self.path, secure=desk.secure, httponly=True, samesite="strict"
        )

    def documented(self) -> dict[str, Any]:
        """How the OpenAPI document says that an operation reads it."""
        said = {
            "name": self.name,
            "in": "cookie",
            "required": False,
            "schema": {"type": "string"},
            "description": f"Over TLS it is called `{PREFIX}{self.name}`.",
        }
        return {"parameters": [said]}

    def _called(self, desk: Desk) -> str:
        return PREFIX + self.name if desk.secure else self.name


REFRESH = OwnCookie("refresh", "/api/auth", IDLE_LIFE)
DEVICE = OwnCookie("device", "/api/auth/login", DEVICE_REMEMBERED)


def remember_device(response: Response, desk: Desk, user: User) -> None:
    """Let the browser show, at the next login, that its owner has been here before."""
    DEVICE.give(response, desk, desk.throttle.devices.cookie(user))
