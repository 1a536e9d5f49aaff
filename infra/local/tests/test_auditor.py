"""What looks at all services all the time: what it tells Prometheus, and what it logs."""

import asyncio
import logging
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import pytest

from outcry.agreement import auditor
from outcry.agreement.auditor import OWN, Auditor
from outcry.agreement.figures import SAID_BY, Figure, Kind, Voice
from outcry.agreement.glance import Glance
from outcry.errors import Problem
from outcry.plan import METRICS_ANSWER
from outcry.ports import free_ports
from outcry.program import Probe
from outcry.readiness import http_probe, reason_not_ready
from vocabulary import AccountId

ADA = AccountId(UUID(int=1))
CASH = Figure(Kind.CASH)
PREFIX = "outcry_invariant"


def seen(risk: int = 100) -> Glance:
    voices: dict[str, Voice] = {
        name: {ADA: {CASH: Decimal(100)}} for name in (*SAID_BY[Kind.CASH], "order")
    }
    voices["order"], voices["risk"] = {}, {ADA: {CASH: Decimal(risk)}}
    return Glance(voices)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Glance | Exception]:
    """What is there to be seen, look by look."""
    looks: list[Glance | Exception] = []

    async def glance(_values: Mapping[str, str]) -> Glance:
        found = looks.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(auditor, "glance", glance)
    return looks


def metric(name: str, **labels: str) -> float:
    found = OWN.get_sample_value(name, labels)
    assert found is not None
    return found


def test_figures_of_services_that_it_imports_are_not_its_own() -> None:
    names = {one.name.partition("_")[0] for one in OWN.collect()}

    assert names == {"outcry", "process"}


async def test_what_differs_is_counted_and_logged_once(
    shown: list[Glance | Exception], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    one = Auditor({}, settled_seconds=0)
    shown[:] = [seen(risk=90), seen(risk=90), seen()]

    await one.look()
    assert metric(f"{PREFIX}_violations", invariant="cash", verdict="wrong") == 1
    assert metric(f"{PREFIX}_violations", invariant="shares", verdict="wrong") == 0
    assert metric(f"{PREFIX}_accounts") == 1
    [said] = caplog.records
    assert said.levelno == logging.ERROR
    assert f"wrong: cash of account {ADA}: ledger 100, portfolio 100, risk 90" in said.message

    await one.look()
    assert len(caplog.records) == 1
    await one.look()
    assert metric(f"{PREFIX}_violations", invariant="cash", verdict="wrong") == 0
    assert caplog.records[-1].message == "services agree again"


async def test_what_may_be_on_its_way_is_counted_and_not_logged(
    shown: list[Glance | Exception], caplog: pytest.LogCaptureFixture
) -> None:
    shown[:] = [seen(risk=90)]
    await Auditor({}, settled_seconds=5).look()
    assert metric(f"{PREFIX}_differences_passing") == 1
    assert caplog.records == []


async def test_a_ledger_that_does_not_balance_is_an_error(
    shown: list[Glance | Exception], caplog: pytest.LogCaptureFixture
) -> None:
    crooked = seen()
    crooked.unbalanced = {"USD": Decimal("-0.25"), "IBM": Decimal("0.5")}
    shown[:] = [crooked]
    await Auditor({}, settled_seconds=5).look()
    assert metric("outcry_ledger_imbalance") == 0.75
    assert {one.levelno for one in caplog.records} == {logging.ERROR}
    assert "the ledger: USD is off by -0.25" in caplog.text


async def test_what_cannot_be_read_does_not_end_it(
    shown: list[Glance | Exception], caplog: pytest.LogCaptureFixture
) -> None:
    shown[:] = [ValueError("no such figure"), seen(risk=90)]
    one = Auditor({}, settled_seconds=0)
    await one.look()
    assert "no such figure" in caplog.text
    await one.look()
    assert metric(f"{PREFIX}_violations", invariant="cash", verdict="wrong") == 1


async def test_who_cannot_be_asked_is_asked_again(
    shown: list[Glance | Exception], caplog: pytest.LogCaptureFixture
) -> None:
    shown[:] = [Problem("the database risk cannot be reached"), seen()]
    one, before = Auditor({}, settled_seconds=5), metric(f"{PREFIX}_runs_failed_total")
    await one.look()
    assert metric(f"{PREFIX}_runs_failed_total") == before + 1
    assert "nothing was compared: the database risk" in caplog.text
    await one.look()
    assert metric(f"{PREFIX}_runs_failed_total") == before + 1
    assert metric(f"{PREFIX}_last_run_timestamp_seconds") > 0


def test_it_leaves_databases_alone_for_longer_the_longer_it_looks() -> None:
    assert auditor.pause(30, 1.5) == 30
    assert auditor.pause(30, 10) == 190
    assert auditor.pause(60, 0) == 60


async def test_it_is_ready_when_prometheus_may_ask(
    shown: list[Glance | Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    [port] = free_ports(1)
    shown[:] = [seen()]
    values = {"LOG_LEVEL": "INFO", "LOG_FORMAT": "json", "BIND_HOST": "127.0.0.1"}
    values |= {"AUDITOR_PORT": str(port), "AUDITOR_SECONDS": "60"}
    monkeypatch.setattr(auditor, "start_logging_as", silent)
    watching = asyncio.ensure_future(auditor.watch(values, 5))
    probe = http_probe(port, "/metrics").model_copy(update={"expect": METRICS_ANSWER})
    await eventually_ready(probe)
    watching.cancel()


def silent(_service: str, _level: str, _form: str) -> None:
    """Leave the logging of the tests alone."""


async def eventually_ready(probe: Probe) -> None:
    async with asyncio.timeout(10):
        while await asyncio.to_thread(reason_not_ready, probe):  # noqa: ASYNC110  # a socket
            await asyncio.sleep(0.05)
