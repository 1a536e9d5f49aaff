"""A Prometheus that scrapes a stack under test, and what it answers."""

import math
import time
from dataclasses import dataclass
from typing import Any

import httpx

WINDOW = "30s"
LOOKED_BACK_SECONDS = 90


@dataclass(frozen=True)
class Prometheus:
    """Where it is."""

    address: str

    def asked(self, path: str, **parameters: str) -> Any:  # noqa: ANN401  # any JSON
        """What its API answers."""
        answer = httpx.get(f"{self.address}/api/v1/{path}", params=parameters, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def shows(self, expr: str) -> bool:
        """Whether a panel with this question had a point to draw, in the last moments."""
        end = time.time()
        between = {"start": str(end - LOOKED_BACK_SECONDS), "end": str(end), "step": "3"}
        query = expr.replace("$__rate_interval", WINDOW)
        series = self.asked("query_range", query=query, **between)["result"]
        return any(math.isfinite(float(value)) for one in series for _, value in one["values"])

    def targets(self) -> dict[str, str]:
        """How everything that it asks is, by job and service."""
        found = self.asked("targets", state="active")["activeTargets"]
        return {
            f"{one['labels']['job']} {one['labels']['service']}": one["health"] for one in found
        }
