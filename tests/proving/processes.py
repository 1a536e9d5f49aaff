"""Real processes of the tally: started, asked, told to stop, killed."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from outcry.laboratory import PASSWORD
from outcry.ports import free_ports
from proving.receiver import eventually

TESTS = Path(__file__).parents[1]
START_SECONDS = 60
STOP_SECONDS = 60


class TallyProcess:
    """``python -m chassis tally``."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.port = port
        self.log = log
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60)
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self, **settings: object) -> None:
        """Start it, and wait until it is ready."""
        self.launch(**settings)
        await eventually(self.is_ready, START_SECONDS)

    def launch(self, **settings: object) -> None:
        """Start it, and do not wait."""
        own = {f"TALLY_{name.upper()}": str(value) for name, value in settings.items()}
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "chassis", "tally"],
                env=self._environment | own,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    async def is_ready(self) -> bool:
        """Whether it says so.

        Raises:
            AssertionError: it has ended instead.
        """
        return await self._answers("/readyz")

    async def is_up(self) -> bool:
        """Whether it answers, ready or not.

        Raises:
            AssertionError: it has ended instead.
        """
        return await self._answers("/metrics")

    async def leads(self) -> set[int]:
        """The partitions that it acts for."""
        if not self.is_alive:
            return set()
        try:
            figures = (await self.http.get("/metrics")).text
        except httpx.TransportError:
            return set()
        leading = r'^consumer_leading{partition="order\.tally\.(\d+)"} 1\.0$'
        return {int(number) for number in re.findall(leading, figures, re.M)}

    @contextmanager
    def frozen(self) -> Generator[None]:
        """Within the block it does nothing at all, not even die."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    async def kill(self) -> None:
        """End it without a warning."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end; return its exit status."""
        return await self._end(signal.SIGTERM)

    async def has_died(self) -> None:
        """Return once the process has ended by itself."""
        assert self._process is not None
        await asyncio.to_thread(self._process.wait, STOP_SECONDS)

    async def close(self) -> None:
        """End it, whatever it does."""
        if self.is_alive:
            await self.kill()
        await self.http.aclose()

    async def _answers(self, path: str) -> bool:
        assert self.is_alive, self.log.read_text()[-3000:]
        try:
            return (await self.http.get(path)).is_success
        except httpx.TransportError:
            return False

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return await asyncio.to_thread(self._process.wait, STOP_SECONDS)


@asynccontextmanager
async def tally_processes(
    number: int, database_url: str, broker_port: int, partitions: int
) -> AsyncGenerator[list[TallyProcess]]:
    """So many replicas on one database, not started yet; gone at the end of the block."""
    with TemporaryDirectory(prefix="outcry-") as folder:
        replicas: list[TallyProcess] = []
        for port in free_ports(number):
            environment = {
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(TESTS),
                "TALLY_PORT": str(port),
                "TALLY_RABBITMQ_PASSWORD": PASSWORD,
                "TALLY_OWN_DATABASE_URL": database_url,
                "RABBITMQ_PORT": str(broker_port),
                "PARTITIONS": str(partitions),
            }
            replicas.append(TallyProcess(port, environment, Path(folder) / f"{port}.log"))
        try:
            yield replicas
        finally:
            await asyncio.gather(*(one.close() for one in replicas))
