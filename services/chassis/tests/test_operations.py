"""What an operator sees: whether a process lives, whether it can work and why not, its figures."""

import asyncio
from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from prometheus_client import REGISTRY
from proving.catalogue import created
from proving.front_door import SETTINGS, app_of
from proving.proxy import proxy
from proving.stage import Stage, accounts
from sqlalchemy.ext.asyncio import AsyncEngine
from tally.handlers import POISON
from tally.main import create_service

from bus.interface import Subscription
from chassis import health
from chassis.lifespan import assemble_parts, make_engine
from chassis.security import TokenVerifier
from chassis.testing import known_keys
from chassis.works import Running
from events import OrderCreated

router = APIRouter(prefix="/api/things")


@router.get("/{number}")
async def get(number: int) -> int:
    return 1 // number


@pytest.fixture
def door() -> tuple[FastAPI, Running]:
    return app_of(router)


@pytest.fixture
async def client(door: tuple[FastAPI, Running]) -> AsyncGenerator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(door[0], raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_a_process_that_answers_is_alive(client: httpx.AsyncClient) -> None:
    answer = await client.get("/livez")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_a_process_that_needs_nothing_is_ready(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "checks": {}})


async def test_what_is_missing_is_said_with_its_reason(
    door: tuple[FastAPI, Running], client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "TIMEOUT_SECONDS", 0.05)

    async def refuse() -> None:
        raise ConnectionRefusedError("no route to it")

    async def hang() -> None:
        await asyncio.Event().wait()

    async def agree() -> None:
        pass

    for name, check in {"refusing": refuse, "hanging": hang, "fine": agree}.items():
        door[1].health.add(name, check)

    answer = await client.get("/readyz")

    checks = answer.json()["checks"]
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert {name: (one["ok"], one["detail"]) for name, one in checks.items()} == {
        "refusing": (False, "no route to it"),
        "hanging": (False, "TimeoutError"),
        "fine": (True, "ok"),
    }
    assert all(one["milliseconds"] < 20_000 for one in checks.values())


async def test_a_process_that_stops_is_not_ready_any_more(
    door: tuple[FastAPI, Running], client: httpx.AsyncClient
) -> None:
    door[1].health.stopping = True

    answer = await client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["process"]["detail"] == "stopping"


@pytest.mark.real
async def test_readiness_knows_the_database_and_the_queue(stage: Stage) -> None:
    service = create_service(SETTINGS)
    running = assemble_parts(service, stage.bus, stage.engine, TokenVerifier(known_keys()))
    before = await running.health.readiness()
    where = Subscription("order.tally", frozenset({OrderCreated.name}))
    async with stage.bus.listening(where, lambda _: None):
        during = await running.health.readiness()

    assert before["checks"]["queue order.tally.0"]["detail"] == "nobody consumes this queue"
    assert before["checks"]["postgresql"]["ok"]
    assert not before["ready"]
    assert during["ready"]


@pytest.mark.real
async def test_readiness_says_that_the_database_is_gone_and_back(
    engine: AsyncEngine, stage: Stage
) -> None:
    async with proxy("127.0.0.1", engine.url.port or 0) as between:
        url = engine.url.set(port=between.port).render_as_string(hide_password=False)
        through = make_engine(url, "test")
        service = create_service(SETTINGS)
        running = assemble_parts(service, stage.bus, through, TokenVerifier(known_keys()))
        details: list[str] = []
        for change in (between.mend, between.block, between.mend):
            await change()
            details.append((await running.health.readiness())["checks"]["postgresql"]["detail"])
        await through.dispose()

    assert details[0] == details[2] == "ok"
    assert "Connect call failed" in details[1]


async def test_requests_are_counted_by_route_and_never_by_what_is_in_the_path(
    client: httpx.AsyncClient,
) -> None:
    before = {key: _requests(*key) for key in [("/api/things/{number}", 200), ("none", 404)]}
    for path in ("/api/things/1", "/api/things/2", "/api/things/0", "/api/things/x", "/etc/passwd"):
        await client.get(path)

    assert _requests("/api/things/{number}", 200) == before["/api/things/{number}", 200] + 2
    assert _requests("/api/things/{number}", 500) >= 1
    assert _requests("/api/things/{number}", 422) >= 1
    assert _requests("none", 404) == before["none", 404] + 1


async def test_methods_that_somebody_made_up_are_counted_as_one(client: httpx.AsyncClient) -> None:
    before = _requests("none", 404, "other")
    for method in ("BREW", "WHEN"):
        await client.request(method, "/pot-0")

    assert _requests("none", 404, "other") == before + 2
    exposed = (await client.get("/metrics")).text
    assert "passwd" not in exposed
    assert 'http_request_seconds_bucket{le="0.01",method="GET",route="/api/things/{number}"}' in (
        exposed
    )


@pytest.mark.real
async def test_events_are_counted_and_measured(stage: Stage) -> None:
    runner, [one, other] = stage.tally(), accounts(2)
    consumer = {"consumer": "order.tally"}
    names = ["events_handled_total", "events_parked_total", "batches_failed_total"]
    before = {name: REGISTRY.get_sample_value(name, consumer) or 0 for name in names}
    async with stage.leading(runner) as connection:
        await stage.publish(*(created(one, number) for number in range(1, 6)))
        await runner.step(connection)
        await stage.publish(created(other, 1, POISON))
        await runner.step(connection)

    change = {
        name: (REGISTRY.get_sample_value(name, consumer) or 0) - before[name] for name in names
    }
    assert change == {
        "events_handled_total": 5,
        "events_parked_total": 1,
        "batches_failed_total": 3,
    }
    for name in ("batch_events_sum", "batch_seconds_count", "event_lag_seconds_count"):
        assert REGISTRY.get_sample_value(name, consumer)


@pytest.mark.real
async def test_gauges_are_brought_up_to_date_when_somebody_looks(stage: Stage) -> None:
    service = create_service(SETTINGS)
    running = assemble_parts(service, stage.bus, stage.engine, TokenVerifier(known_keys()))
    runner, [one] = stage.tally(), accounts(1)
    async with stage.leading(runner) as connection:
        await stage.publish(created(one, 1), created(one, 2, POISON))
        await runner.step(connection)

    await running.observe()

    assert REGISTRY.get_sample_value("outbox_depth") == 1
    assert 0 < (REGISTRY.get_sample_value("outbox_age_seconds") or 0) < 60
    assert REGISTRY.get_sample_value("parked_events") == 1


@pytest.mark.real
async def test_who_leads_is_shown(stage: Stage) -> None:
    runner = stage.tally()
    partition = {"partition": runner.name}
    async with stage.running(runner) as [task]:
        while not runner.leading:  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.01)
        assert REGISTRY.get_sample_value("consumer_leading", partition) == 1
        runner.stop()
        await task

    assert REGISTRY.get_sample_value("consumer_leading", partition) == 0


def _requests(route: str, status: int, method: str = "GET") -> float:
    labels = {"method": method, "route": route, "status": str(status)}
    return REGISTRY.get_sample_value("http_requests_total", labels) or 0
