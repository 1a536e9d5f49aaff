"""Time that passes only when nobody has anything to do, and is the same in every run."""

import asyncio
import selectors
import sys
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from types import SimpleNamespace
from typing import Any, Self

from typing_extensions import override

from bus import envelope

MIDNIGHT = datetime(2026, 1, 5, 5, tzinfo=UTC)
"""In New York. A world begins a few seconds before it."""
BEFORE_MIDNIGHT = 4.5, 6.5
OURS = ("bus", "chassis", "order", "risk", "portfolio", "analytics")
"""Packages whose clocks and dice are the simulation's."""


class Stalled(Exception):
    """Everybody waits for somebody else, for ever."""


class _Leap(selectors.SelectSelector):
    """Sleeps by setting the clock. There is no file to wait for."""

    slept = 0.0

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stalled("nothing is due, and nothing is left to do")
        self.slept += max(timeout, 0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that is idle for no time at all."""

    def __init__(self) -> None:
        self._leap = _Leap()
        super().__init__(self._leap)

    @override
    def time(self) -> float:
        return self._leap.slept


@dataclass
class Clock:
    """What every part of the simulation takes for the time, ``beginning`` then."""

    loop: VirtualLoop
    beginning: datetime

    @classmethod
    def of(cls, loop: VirtualLoop, dice: Random) -> Self:
        """One that comes to midnight sooner or later."""
        return cls(loop, MIDNIGHT - timedelta(seconds=round(dice.uniform(*BEFORE_MIDNIGHT), 3)))

    def seconds(self) -> float:
        """Since the beginning."""
        return self.loop.time()

    def now(self) -> datetime:
        """As services see it."""
        return self.beginning + timedelta(seconds=self.loop.time())

    @contextmanager
    def shown(self, seed: int) -> Generator[None]:
        """Let the services have this clock, and dice that always fall the same way."""
        dice = Random(f"{seed} ids")  # noqa: S311  # they have to be the same again

        class Moments(datetime):
            """The class, with another idea of the present."""

            @classmethod
            @override
            def now(cls, tz: tzinfo | None = None) -> Any:
                return self.now().astimezone(tz)

        def time_ns() -> int:
            return int(self.now().timestamp() * 1_000_000) * 1_000

        changes: list[tuple[Any, str, Any]] = [
            (envelope, "os", SimpleNamespace(urandom=dice.randbytes)),
            (envelope, "time", SimpleNamespace(time_ns=time_ns)),
            (envelope, "saying", envelope.Saying()),
            *_replaced("monotonic", time.monotonic, self.seconds),
            *_replaced("datetime", datetime, Moments),
        ]
        with patched(changes):
            yield


@contextmanager
def patched(changes: Iterable[tuple[Any, str, Any]]) -> Generator[None]:
    """Let attributes of modules and classes be something else within the block."""
    before = [(owner, name, getattr(owner, name), value) for owner, name, value in changes]
    for owner, name, _, value in before:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, old, _ in reversed(before):
            setattr(owner, name, old)


def _replaced(name: str, old: object, new: object) -> Iterable[tuple[Any, str, Any]]:
    """Wherever one of our packages has ``old`` under its name."""
    for path, module in sorted(sys.modules.items()):
        if path.partition(".")[0] in OURS and getattr(module, name, None) is old:
            yield module, name, new
