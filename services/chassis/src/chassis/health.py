"""Whether a process can do its work, and if not, what it is missing."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import TypedDict

Check = Callable[[], Awaitable[object]]

TIMEOUT_SECONDS = 2.0


class CheckResult(TypedDict):
    """How one check went."""

    ok: bool
    detail: str
    milliseconds: float


class Readiness(TypedDict):
    """How all of them went."""

    ready: bool
    checks: dict[str, CheckResult]


class Health:
    """Named checks; each raises with the reason when something is missing."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self.stopping = False

    def add(self, name: str, check: Check) -> None:
        """Ask ``check`` whenever somebody asks about readiness."""
        self._checks[name] = check

    async def readiness(self) -> Readiness:
        """Run every check at the same time."""
        results = await asyncio.gather(*(_run(check) for check in self._checks.values()))
        checks = dict(zip(self._checks, results, strict=True))
        if self.stopping:
            checks["process"] = CheckResult(ok=False, detail="stopping", milliseconds=0)
        return Readiness(ready=all(one["ok"] for one in checks.values()), checks=checks)


async def _run(check: Check) -> CheckResult:
    started = perf_counter()
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await check()
    except Exception as error:  # whatever it is, it is the reason
        detail = str(error) or type(error).__name__
    else:
        detail = ""
    milliseconds = round((perf_counter() - started) * 1000, 1)
    return CheckResult(ok=not detail, detail=detail or "ok", milliseconds=milliseconds)
