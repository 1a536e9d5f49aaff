"""Prometheus beside a stack under load: every panel shows something, and labels stay few."""

import asyncio
import re
from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from threading import Event, Thread

import httpx
import pytest
import yaml
from bench.stack import Stack
from operating import outcry
from prometheus import Prometheus
from proving.receiver import eventually

from chassis.edge import METHODS
from outcry.dashboards import DASHBOARDS
from outcry.dashboards.panels import Dashboard
from outcry.debian import OBSERVERS, install_missing
from outcry.demo.session import signed_in
from outcry.errors import Problem
from outcry.roster import SERVICES
from outcry.scraping import RULES

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(1200)]
PATIENCE_SECONDS = 180
"""The first figures of what has to happen twice, on a machine that does something else."""
SERIES_MAX = 400
"""Of one metric, far fewer than users, accounts or instruments."""
OF_EACH_ROUTE = "http_request"
OF_A_ROUTE_MAX = 160
"""Series of one metric of requests: methods times buckets, or times kinds of answers."""
OF_NO_DOCUMENT = {
    *("none", "/livez", "/readyz", "/metrics", "/internal/verify", "/.well-known/jwks.json"),
    *(f"/api/{service.area}/openapi.json" for service in SERVICES),
}
AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
CONVERTER = re.compile(r":\w+}")
"""What a route says of a parameter and the document does not: ``{order_id:uuid}``."""
ONLY_OF_RECORDINGS = "market_feed_progress"
PATHS = (
    "/api/market/quote/IBM",
    "/api/market/search?q=IBM",
    "/api/market/ohlcv/IBM",
    "/api/risk/account",
    "/api/portfolio",
)
RECORDED = sorted(
    rule["record"]
    for path in RULES.glob("*.yml")
    for group in yaml.safe_load(path.read_text())["groups"]
    for rule in group["rules"]
    if "record" in rule
)


@pytest.fixture(scope="module")
def observed(target: Stack) -> Generator[Prometheus]:
    """The stack with Prometheus beside it, while people trade."""
    try:
        install_missing(OBSERVERS)
    except Problem as problem:
        pytest.skip(str(problem))
    often = replace(target, environment={**target.environment, "OBSERVE_SECONDS": "1"})
    outcry(often, "observe")
    enough = Event()
    trading = Thread(target=trade, args=(target, enough))
    trading.start()
    try:
        yield Prometheus(f"http://127.0.0.1:{target.value('OBSERVE_PROMETHEUS_PORT')}")
    finally:
        enough.set()
        trading.join()
        outcry(often, "observe", "--stop")


def trade(target: Stack, enough: Event) -> None:
    """Have somebody trade, be refused, and look around, again and again."""
    while not enough.is_set():
        outcry(target, "demo", "--json", "--origin", target.origin)
        asyncio.run(look_around(target))


async def look_around(target: Stack) -> None:
    """Ask for what pages show."""
    async with signed_in(target.origin) as session:
        for path in PATHS:
            answer = await session.http.get(path)
            assert answer.status_code == 200, (path, answer.text)


async def test_everything_that_is_asked_answers(observed: Prometheus) -> None:
    async def all_are_up() -> bool:
        return set(observed.targets().values()) == {"up"}

    await eventually(all_are_up)
    assert len(observed.targets()) == len(SERVICES) + 7


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda one: one.uid)
async def test_every_panel_shows_something(observed: Prometheus, dashboard: Dashboard) -> None:
    silent = {
        (panel.title, query.expr)
        for panel in dashboard.panels()
        for query in panel.queries
        if query.expr != ONLY_OF_RECORDINGS
    }

    async def all_show() -> bool:
        shown = {one for one in silent if observed.shows(one[1])}
        silent.difference_update(shown)
        return not silent

    try:
        await eventually(all_show, PATIENCE_SECONDS)
    except TimeoutError:
        pytest.fail(f"these show nothing: {sorted(silent)}")


async def test_the_progress_of_a_recording_is_known_and_there_is_none(observed: Prometheus) -> None:
    query = f'{ONLY_OF_RECORDINGS}{{service="market-data"}}'
    [series] = observed.asked("query", query=query)["result"]

    assert series["value"][1] == "NaN"


@pytest.mark.parametrize("name", RECORDED)
async def test_every_rule_records_something(observed: Prometheus, name: str) -> None:
    async def is_there() -> bool:
        return observed.asked("query", query=name)["result"] != []

    await eventually(is_there, PATIENCE_SECONDS)


def test_no_label_names_a_user_an_order_or_a_queue_of_a_moment(observed: Prometheus) -> None:
    every = observed.asked("series", **{"match[]": '{job=~"services|auditor|rabbitmq.*"}'})
    series = Counter(one["__name__"] for one in every)

    assert [one for one in every if any(AN_ID.search(value) for value in one.values())] == []
    many = {name: number for name, number in series.items() if number > SERIES_MAX}
    assert {name for name in many if not name.startswith(OF_EACH_ROUTE)} == set()


def test_requests_are_counted_by_routes_that_exist(observed: Prometheus, target: Stack) -> None:
    """However much was asked for: others have tried out every method, path and answer before."""
    counted = observed.asked("series", **{"match[]": f'{{__name__=~"{OF_EACH_ROUTE}.*"}}'})
    assert [one for one in counted if "route" not in one] == []
    areas = {service.name: service.area for service in SERVICES}
    routes: dict[str, set[str]] = {}
    for one in counted:
        routes.setdefault(one["service"], set()).add(CONVERTER.sub("}", one["route"]))
    series = Counter((one["service"], one["route"], one["__name__"]) for one in counted)

    for service, found in routes.items():
        document = httpx.get(f"{target.origin}/api/{areas[service]}/openapi.json").json()
        assert found - set(document["paths"]) <= OF_NO_DOCUMENT, service
    assert {one["method"] for one in counted} <= {*METHODS, "other"}
    assert {each: number for each, number in series.items() if number > OF_A_ROUTE_MAX} == {}


def test_metrics_of_the_gateway_are_not_for_everybody(target: Stack) -> None:
    answer = httpx.get(f"{target.origin}/stub_status")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
