"""What the gateway takes from the stream for a client that never reads."""

import socket
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager

import pytest
from gatehouse import Gateway, Pretence, a_gateway

from outcry.program import path_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]
SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"
OPENING = b"GET /ws HTTP/1.1\r\nhost: here\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"
LITTLE = 2_500_000
"""Bytes: between half a million and 1.3 are usual, which depends on who is faster; without a limit
on the system's buffers it is more than 4 million."""
SEND_BUFFER_BYTES = 64 * 1024
"""As the stream service has it."""
STUCK_SECONDS = 1.0


class Spring:
    """A stream that sends to its one client as much as somebody takes."""

    def __init__(self) -> None:
        self.sent = 0
        self.stuck = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._flow, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End, once it is stuck."""
        self._thread.join()
        self._listener.close()

    def _flow(self) -> None:
        client, _ = self._listener.accept()
        with client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
            client.recv(SEND_BUFFER_BYTES)
            client.sendall(SWITCHED)
            client.settimeout(STUCK_SECONDS)
            try:
                while True:
                    self.sent += client.send(b"x" * 8_000)
            except TimeoutError:
                self.stuck.set()


@contextmanager
def in_front_of(spring: Spring, **settings: str) -> Generator[Gateway]:
    with a_gateway(Pretence(), STREAM_PORT=str(spring.port), **settings) as gateway:
        yield gateway


@pytest.mark.parametrize("tls", ["0", "1"])
def test_a_client_that_never_reads_is_noticed_before_it_costs_much(tls: str) -> None:
    with closing(Spring()) as spring, in_front_of(spring, TLS=tls) as gateway:
        plain = socket.create_connection(("127.0.0.1", gateway.port))
        client = (
            gateway.trust.wrap_socket(plain, server_hostname="localhost")
            if gateway.trust
            else plain
        )
        with closing(client):
            client.sendall(OPENING)
            assert spring.stuck.wait(20)

    assert 0 < spring.sent < LITTLE
