"""Requests to a vendor: never more than it allows, and in a thread, for its library blocks."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic
from typing import TypeVar

from market_data.domain.patience import Allowance
from market_data.feeds.feed import FeedRefused
from market_data.feeds.metrics import UPSTREAM
from market_data.feeds.secrets import Secrets

WAIT_SECONDS_MAX = 5.0
"""Who asks is a person at a chart: better told at once than kept waiting for longer."""
RETRY_AFTER = 60.0
"""Seconds, when a vendor refuses and does not say for how long."""
TIMEOUT_SECONDS = 10.0

T = TypeVar("T")


class TooMany(Exception):
    """The vendor wants no more requests, for so many seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"too many requests; again in {retry_after:g} seconds")
        self.retry_after = retry_after


class Inquiry:
    """Everything that is asked of one vendor with one key."""

    def __init__(self, vendor: str, per_minute: float, secrets: Secrets) -> None:
        self._vendor = vendor
        self._secrets = secrets
        self._allowance = Allowance(per_minute, monotonic())
        self._under_way = 0

    async def ask(self, fetch: Callable[[], T]) -> T:
        """What ``fetch`` returns, once the vendor takes another request.

        Raises:
            FeedRefused: it takes none for a while, or it has no answer.
        """
        for again in (True, False):
            wait = self._turn()
            try:
                answer = await self._answer(fetch, wait)
            except TooMany as error:
                UPSTREAM.labels("too_many").inc()
                self._allowance.refused(error.retry_after, monotonic())
                if not again:
                    raise self._refused("rate_limited", error) from error
            except FeedRefused as error:
                UPSTREAM.labels("refused").inc()
                raise self._refused(error.code, error) from error
            except Exception as error:  # a vendor's library raises what it likes
                UPSTREAM.labels("failed").inc()
                raise self._refused("vendor_away", error) from error
            else:
                UPSTREAM.labels("answered").inc()
                return answer
        raise AssertionError("the second try returns or raises")

    def heed(self, headers: Mapping[str, str]) -> None:
        """Believe what the vendor counts, if it says so; what is under way it has not seen yet."""
        limit, left = headers.get("X-RateLimit-Limit"), headers.get("X-RateLimit-Remaining")
        if limit and left and limit.isdecimal() and left.isdecimal():
            self._allowance.told(float(limit), float(left) - self._under_way, monotonic())

    def _turn(self) -> float:
        wait = self._allowance.wait(monotonic())
        if wait > WAIT_SECONDS_MAX:
            reason = f"{self._vendor} takes no more requests for {wait:.0f} seconds"
            raise FeedRefused("rate_limited", reason)
        self._allowance.take(monotonic())
        return wait

    async def _answer(self, fetch: Callable[[], T], wait: float) -> T:
        self._under_way += 1
        try:
            await asyncio.sleep(wait)
            return await asyncio.to_thread(fetch)
        finally:
            self._under_way -= 1

    def _refused(self, code: str, error: Exception) -> FeedRefused:
        return FeedRefused(code, f"{self._vendor}: {self._secrets.hide(str(error))}")


def refusal(status: int, text: str, headers: Mapping[str, str]) -> Exception:
    """What an answer with a status of 400 or more means."""
    if status == 429:  # noqa: PLR2004  # Too Many Requests
        return TooMany(_seconds(headers.get("Retry-After")))
    said = f"{status} {text[:200]}"
    if status in {401, 403}:
        return FeedRefused("not_authorised", said)
    return FeedRefused("vendor_away" if status >= 500 else "vendor_refused", said)  # noqa: PLR2004


def _seconds(retry_after: str | None) -> float:
    return float(retry_after) if retry_after and retry_after.isdecimal() else RETRY_AFTER
