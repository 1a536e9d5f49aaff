"""An authenticator app on somebody's phone, and what an access token says of its bearer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import jwt
import pyotp
from pyotp.totp import TOTP

STEP = timedelta(seconds=30)
"""How long a code is shown."""


class Phone:
    """It has read the address that the picture shows, and has a clock."""

    def __init__(self, uri: str, clock: Callable[[], datetime]) -> None:
        read = pyotp.parse_uri(uri)
        if not isinstance(read, TOTP):
            raise TypeError(f"{uri} is not of a time-based code")
        self.app = read
        self.now = clock

    def code(self, steps: int = 0) -> str:
        """What it shows; or will show, or has shown, so many steps from now."""
        return self.app.at(self.now() + steps * STEP)

    def wrong_code(self) -> str:
        """Six digits that it does not show for a while."""
        near = {self.code(steps) for steps in range(-3, 4)}
        return next(code for code in map(str, range(100_000, 100_008)) if code not in near)


def bearer(answer: httpx.Response) -> dict[str, str]:
    """The header of whoever was given this answer."""
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


def claims(who: dict[str, str]) -> dict[str, Any]:
    """What the access token in this header says."""
    token = who["authorization"].removeprefix("Bearer ")
    return jwt.decode(token, options={"verify_signature": False})
