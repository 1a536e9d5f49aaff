"""Look at all services every now and then, for ever: what is found is logged, and Prometheus asks.

It is the operator's, as ``outcry check`` is: no service reads another one's database.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from logging import getLogger
from time import monotonic

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, start_http_server
from prometheus_client import Counter as Counts

from chassis.logs import start_logging_as
from outcry.agreement.figures import Kind
from outcry.agreement.glance import glance
from outcry.agreement.rounds import Findings, Found, Rounds, Verdict
from outcry.environment import ports_of
from outcry.errors import Problem

SAID_MAX = 20
REST_PER_SECOND = 19.0
"""After each second of looking, databases have so many to themselves: it takes 5 % of the time."""
OWN = CollectorRegistry()
"""What is shown. Services are imported here too, and their figures would stand at zero."""
ProcessCollector(registry=OWN)
VIOLATIONS = Gauge(
    "outcry_invariant_violations",
    "Figures of which services do not say the same, at rest",
    ["invariant", "verdict"],
    registry=OWN,
)
PASSING = Gauge(
    "outcry_invariant_differences_passing", "Figures that may be on their way", registry=OWN
)
IMBALANCE = Gauge(
    "outcry_ledger_imbalance", "By how much the assets of the ledger are off zero", registry=OWN
)
ACCOUNTS = Gauge("outcry_invariant_accounts", "Accounts that were compared", registry=OWN)
LAST = Gauge(
    "outcry_invariant_last_run_timestamp_seconds", "When they were compared last", registry=OWN
)
SECONDS = Gauge("outcry_invariant_run_seconds", "How long that took", registry=OWN)
FAILED = Counts(
    "outcry_invariant_runs_failed", "Runs in which somebody could not be asked", registry=OWN
)
logger = getLogger(__name__)


async def watch(values: Mapping[str, str], settled_seconds: float) -> None:
    """Do it until somebody stops the process."""
    start_logging_as("auditor", values["LOG_LEVEL"], values["LOG_FORMAT"])
    start_http_server(ports_of(values)["AUDITOR_PORT"], values["BIND_HOST"], OWN)
    auditor = Auditor(values, settled_seconds)
    while True:
        began = monotonic()
        await auditor.look()
        await asyncio.sleep(pause(float(values["AUDITOR_SECONDS"]), monotonic() - began))


def pause(least: float, took: float) -> float:
    """How long to wait after a look that ``took`` so long, in seconds.

    All fills there ever were are added up each time: the more there are, the more seldom.
    """
    return max(least, took * REST_PER_SECOND)


class Auditor:
    """What is known from one look to the next."""

    def __init__(self, values: Mapping[str, str], settled_seconds: float) -> None:
        self._values = values
        self._rounds = Rounds(settled_seconds)
        self._known: set[str] = set()

    async def look(self) -> None:
        """Compare everything once; what is new is logged."""
        began = monotonic()
        try:
            findings = self._rounds.add(await glance(self._values), monotonic())
        except Problem as problem:
            FAILED.inc()
            logger.warning("nothing was compared: %s", problem)
            return
        except Exception:  # whatever it is, the next look may tell more than none at all
            FAILED.inc()
            logger.exception("nothing was compared")
            return
        show(findings)
        SECONDS.set(monotonic() - began)
        LAST.set_to_current_time()
        self._log(findings)

    def _log(self, findings: Findings) -> None:
        """An error for each thing that was not so before; a word when all is well again."""
        said = [*map(_said, findings.found)]
        said += [f"the ledger: {name} is off by {by}" for name, by in findings.unbalanced.items()]
        new = [one for one in said if one not in self._known]
        for one in new[:SAID_MAX]:
            logger.error("services do not agree: %s", one)
        if len(new) > SAID_MAX:
            logger.error("services do not agree on %d more figures", len(new) - SAID_MAX)
        if self._known and not said:
            logger.info("services agree again")
        self._known = {*said}


def show(findings: Findings) -> None:
    """Let Prometheus see what was found."""
    found = Counter((one.difference.figure.kind, one.verdict) for one in findings.found)
    for kind in Kind:
        for verdict in Verdict:
            VIOLATIONS.labels(kind, verdict).set(found[kind, verdict])
    PASSING.set(len(findings.passing))
    ACCOUNTS.set(findings.accounts)
    off = sum(map(abs, findings.unbalanced.values()), Decimal(0))
    IMBALANCE.set(float(off))


def _said(one: Found) -> str:
    found = one.difference
    said = ", ".join(f"{name} {value}" for name, value in found.said.items())
    return f"{one.verdict}: {found.figure} of account {found.account_id}: {said}"
