"""Password hashes: slow on purpose, so away from the event loop and never too many at once."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from chassis.errors import TooManyRequests

MEMORY_KIB = 19_456
PASSES = 2
LANES = 1
"""The three of OWASP's minimum for argon2id: 23 ms a password, and the right cost for two cores."""
WAITING_MAX = 16
RETRY_AFTER_SECONDS = 1
T = TypeVar("T")


class TooManyLogins(TooManyRequests):
    """More people sign in at this moment than can be served."""

    code = "too_many_logins"


class Passwords:
    """Hashes and checks passwords in threads of its own.

    Sixteen may wait; the next is asked to come back, so that a storm of logins starves nobody.
    """

    def __init__(self, threads: int) -> None:
        self._hasher = PasswordHash((Argon2Hasher(PASSES, MEMORY_KIB, LANES),))
        self._threads = ThreadPoolExecutor(threads, "argon2")
        self._work_max = threads + WAITING_MAX
        self._work = 0
        self._decoy = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """What to store of a password.

        Raises:
            TooManyLogins: too many are waiting.
        """
        return await self._run(lambda: self._hasher.hash(password))

    async def check(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Whether it is the password, and a new hash if the stored one is weaker than those of now.

        Without a ``stored`` hash it takes as long and is never the password.

        Raises:
            TooManyLogins: too many are waiting.
        """
        good, stronger = await self._run(
            lambda: self._hasher.verify_and_update(password, stored or self._decoy)
        )
        return (good, stronger) if stored else (False, None)

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._work >= self._work_max:
            raise TooManyLogins("too many sign in at once", RETRY_AFTER_SECONDS)
        self._work += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._work -= 1
