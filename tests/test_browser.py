"""The terminal in a real browser, through nginx, against a stack of its own."""

import os
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest
from bench import stack
from bench.stack import Stack

from outcry.debian import BROWSERS, install_missing
from outcry.errors import Problem

ROOT = Path(__file__).parents[1]
FRONTEND = ROOT / "frontend"
NODE = ROOT / "infra/local/node"
PROOFS = sorted(path.name for path in (FRONTEND / "e2e").glob("*.e2e.ts"))
PORT_SHIFT = 8_000
SECONDS_MAX = 1_800
SAID_MAX = 12_000
OF_EVERY_RUN = ("keyboard.e2e.ts", "trading.e2e.ts")
"""The others take many minutes: `make browser-test` runs them all."""
ASKED_FOR = "OUTCRY_BROWSER"
HANDED_ON = ("AUTH_ADMIN_EMAIL", "AUTH_ADMIN_PASSWORD")

pytestmark = [pytest.mark.real, pytest.mark.system, pytest.mark.timeout(SECONDS_MAX + 300)]


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest) -> Generator[Stack]:
    """With today's terminal. Where its services are killed nobody else may be in it."""
    try:
        install_missing(BROWSERS)
    except Problem as problem:
        pytest.skip(str(problem))
    subprocess.run([ROOT / "infra/local/terminal"], check=True)  # noqa: S603  # our own tool
    if not os.environ.get(ASKED_FOR):
        yield request.getfixturevalue("target")
        return
    with stack.running("browser", PORT_SHIFT, is_fresh=True) as started:
        yield started


def test_there_is_something_to_prove() -> None:
    assert set(OF_EVERY_RUN) < set(PROOFS)  # else the folder has moved, and nothing would run


@pytest.mark.parametrize("proof", PROOFS)
def test_in_a_browser(request: pytest.FixtureRequest, proof: str) -> None:
    if proof not in OF_EVERY_RUN and not os.environ.get(ASKED_FOR):
        pytest.skip("takes long: `make browser-test` runs it")
    house: Stack = request.getfixturevalue("house")
    environment = os.environ | {name: house.value(name) for name in HANDED_ON}
    public = house.origin.replace("127.0.0.1", "localhost")  # what a page's WebSocket has to be of
    environment |= {"OUTCRY_ORIGIN": public, "OUTCRY_HOME": str(house.home)}
    done = subprocess.run(  # noqa: S603  # our own tool
        [NODE, "npm", "run", "--silent", "e2e", "--", proof],
        check=False,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS_MAX,
    )
    assert done.returncode == 0, done.stdout[-SAID_MAX:]
