"""The whole stack, started once for everybody who goes through the gateway."""

from collections.abc import Generator

import pytest
from bench import stack
from bench.stack import Stack


@pytest.fixture(scope="session")
def target() -> Generator[Stack]:
    """A stack of its own, with the limits lifted. Who needs other settings starts another one."""
    with stack.running() as started:
        yield started
