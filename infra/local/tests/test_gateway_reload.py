"""The gateway reads its configuration again, or stops, under load: nobody's request is lost."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from gatehouse import AT_ANY_RATE, Gateway, Pretence, Reply, a_gateway
from knocking import HOST, get, knock

from outcry.program import path_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]
GOOD = {"authorization": "Bearer good"}
SIGNED = "Authorization: Bearer good"
RELOADS = 3
SLOW_SECONDS = 1.0
SLOW_PATH = "/api/orders/slow"
PATIENCE_SECONDS = 60


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    pretence = Pretence(replies={SLOW_PATH: Reply(seconds=SLOW_SECONDS)})
    with a_gateway(pretence, **AT_ANY_RATE, GATEWAY_CONNECTIONS="1000") as opened:
        yield opened


def workers(gateway: Gateway) -> set[str]:
    """The processes that serve."""
    return set(Path(f"/proc/{gateway.pid}/task/{gateway.pid}/children").read_text().split())


def reload(gateway: Gateway) -> None:
    """Have the configuration read again; return when somebody new serves."""
    before = workers(gateway)
    os.kill(gateway.pid, signal.SIGHUP)
    deadline = monotonic() + PATIENCE_SECONDS
    while workers(gateway) <= before:
        assert monotonic() < deadline
        sleep(0.01)


def until(is_so: Callable[[], bool]) -> None:
    """Return once it is so."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert monotonic() < deadline
        sleep(0.02)


def is_closed(gateway: Gateway) -> bool:
    """Whether nobody who comes now is let in."""
    try:
        httpx.get(f"http://{HOST}:{gateway.port}/healthz", timeout=60)
    except httpx.ConnectError:
        return True
    except httpx.TransportError:  # it was closed in the middle of this
        return False
    return False


def on_new_connections(gateway: Gateway, enough: threading.Event) -> Counter[int]:
    """Ask as one who has just come, again and again; 0 is no answer."""
    heard: Counter[int] = Counter()
    while not enough.is_set():
        heard[knock(gateway.port, get("/api/orders", SIGNED)).status] += 1
    return heard


def on_one_connection(gateway: Gateway, enough: threading.Event) -> Counter[int]:
    """Ask as a browser does: on the same connection, and again if it was closed meanwhile."""
    heard: Counter[int] = Counter()
    with httpx.Client(base_url=f"http://{HOST}:{gateway.port}", headers=GOOD, timeout=60) as client:
        while not enough.is_set():
            try:
                answer = client.get("/api/orders")
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                answer = client.get("/api/orders")  # closed while idle: RFC 9112, section 9.3.1
            heard[answer.status_code] += 1
    return heard


@contextmanager
def under_load(gateway: Gateway) -> Generator[list[Future[Counter[int]]]]:
    """Within the block, six clients ask without a pause."""
    enough = threading.Event()
    with ThreadPoolExecutor(6) as pool:
        asking = (on_new_connections, on_one_connection)
        try:
            yield [pool.submit(how, gateway, enough) for how in asking for _ in range(3)]
        finally:
            enough.set()


def test_no_request_fails_while_the_configuration_is_read_again(gateway: Gateway) -> None:
    with ThreadPoolExecutor() as pool:
        slow: list[Future[int]] = []
        with under_load(gateway) as clients:
            for _ in range(RELOADS):
                slow += [pool.submit(ask_slowly, gateway) for _ in range(4)]
                sleep(0.3)
                reload(gateway)
            sleep(0.3)
        heard = [one.result() for one in clients]

    assert [one.result() for one in slow] == [200] * 4 * RELOADS
    assert all(one.keys() == {200} for one in heard), heard
    assert sum(one[200] for one in heard) > 50


def test_who_served_before_is_gone_when_its_last_request_is(gateway: Gateway) -> None:
    before = workers(gateway)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(ask_slowly, gateway)
        until(lambda: SLOW_PATH in gateway.behind.asked)
        reload(gateway)
        assert before < workers(gateway)
        assert slow.result() == 200

    deadline = monotonic() + PATIENCE_SECONDS
    while before & workers(gateway):
        assert monotonic() < deadline
        sleep(0.05)


def test_a_gateway_that_stops_answers_what_it_was_asked(gateway: Gateway) -> None:
    with ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(ask_slowly, gateway) for _ in range(8)]
        until(lambda: gateway.behind.asked.count(SLOW_PATH) == 8)
        os.kill(gateway.pid, signal.SIGQUIT)
        until(lambda: is_closed(gateway))

        assert [one.result() for one in slow] == [200] * 8


def ask_slowly(gateway: Gateway) -> int:
    """The answer to a request that is under way for a second."""
    return knock(gateway.port, get(SLOW_PATH, SIGNED)).status
