"""The containers for real, from a clean copy of the tree: cold start, trades, outages, secrets.

It takes minutes and a Docker engine, so it runs only when told to: ``make compose-test``.
"""

import os
from collections.abc import AsyncGenerator, Generator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from composing import Stack, containers, is_task, working_tree
from containers import obtainable

from outcry.certificate import CERTIFICATE, KEY
from outcry.demo.day import play
from outcry.ports import free_ports
from outcry.trust import trusting

NETWORK = "10.210.78"
IMAGES = ("python:3.13-slim", "postgres:17", "rabbitmq:4-management", "redis:8", "nginx:1.28")
SERVERS = [name for name, one in containers().items() if not is_task(one) and "profiles" not in one]
SYMBOLS = ["IBM", "BAC"]
TRADER = {"email": "trader@outcry.example", "password": "correct horse battery"}

pytestmark = [pytest.mark.system, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stack]:
    """All of it, started cold and without a configuration; gone afterwards, data too."""
    if os.environ.get("OUTCRY_COMPOSE") != "1":
        pytest.skip("takes minutes; run `make compose-test`")
    if missing := [image for image in IMAGES if not obtainable(image)]:
        pytest.skip(f"no Docker engine here that has or can pull {', '.join(missing)}")
    (port,) = free_ports(1)
    stack = Stack(working_tree(tmp_path_factory.mktemp("clone")), port, NETWORK)
    try:
        stack.compose("up", "--build", "--wait")
        yield stack
    finally:
        stack.compose("down", "--volumes", "--timeout", "5")


@pytest.fixture
async def gateway(stack: Stack) -> AsyncGenerator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stack.origin, timeout=60) as client:
        yield client


async def test_a_day_of_trading_adds_up(stack: Stack) -> None:
    outcome = await play(stack.origin, SYMBOLS, None)

    assert outcome.ok, outcome.checks
    assert "Traceback" not in stack.compose("logs", "--no-color")


@pytest.mark.parametrize("name", SERVERS)
def test_no_server_runs_as_root(name: str, stack: Stack) -> None:
    status = stack.compose("exec", "-T", name, "cat", "/proc/1/status")

    (users,) = [line for line in status.splitlines() if line.startswith("Uid:")]
    assert "0" not in users.split()


def test_a_service_reads_its_own_secrets_and_no_others(stack: Stack) -> None:
    own = stack.compose("exec", "-T", "risk", "cat", "/run/outcry/risk/variables")
    other = stack.attempt("exec", "-T", "risk", "cat", "/run/outcry/order/variables")

    assert "RISK_DATABASE_PASSWORD=" in own
    assert "Permission denied" in other.stderr


@pytest.mark.parametrize(
    "killed",
    [["rabbitmq"], ["postgres"], ["order"], ["postgres", "rabbitmq", "redis", "risk", "stream"]],
    ids=" ".join,
)
async def test_whatever_was_killed_comes_back(killed: list[str], stack: Stack) -> None:
    stack.compose("kill", *killed)

    stack.compose("up", "--wait")

    assert (await play(stack.origin, SYMBOLS, None)).ok


async def test_the_order_of_starting_does_not_matter_and_data_stays(
    stack: Stack, gateway: httpx.AsyncClient
) -> None:
    assert (await gateway.post("/api/auth/register", json=TRADER)).status_code == 201
    stack.compose("down")

    stack.compose("up", "--detach", "--no-deps", "gateway", "stream")
    stack.compose("up", "--wait")

    assert (await gateway.post("/api/auth/login", json=TRADER)).status_code == 200
    assert (await play(stack.origin, SYMBOLS, None)).ok


async def test_with_tls_the_gateway_shows_the_certificate_that_setup_made(
    stack: Stack, tmp_path: Path
) -> None:
    safe, certificate = replace(stack, tls=True), tmp_path / "certificate.pem"
    try:
        safe.compose("up", "--wait")
        safe.compose("cp", f"gateway:/run/outcry/gateway/{CERTIFICATE}", str(certificate))
        trust = trusting(certificate)

        assert (await play(safe.origin, SYMBOLS, None, trust)).ok
        async with httpx.AsyncClient(verify=trust, timeout=60) as client:
            somebody = TRADER | {"email": "careful@outcry.example"}
            signed_in = await client.post(f"{safe.origin}/api/auth/register", json=somebody)
            sent_back = await client.get(f"{stack.origin}/docs/")
        key = safe.attempt("exec", "-T", "risk", "cat", f"/run/outcry/gateway/{KEY}")
    finally:
        stack.compose("up", "--wait")

    assert "Secure" in signed_in.headers["set-cookie"]
    assert (sent_back.status_code, sent_back.headers["location"]) == (308, f"{safe.origin}/docs/")
    assert "Permission denied" in key.stderr
    assert (await play(stack.origin, SYMBOLS, None)).ok


def test_the_tools_know_the_stack(stack: Stack) -> None:
    assert f"http://localhost:{stack.port}" in stack.compose("run", "--rm", "tools", "login")
    assert "USD" in stack.compose("run", "--rm", "tools", "ledger")
    stack.compose("run", "--rm", "tools", "configure")
