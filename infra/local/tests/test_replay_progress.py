"""How far a replay is, from what market-data tells Prometheus."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from outcry.ports import free_ports
from outcry.replay_progress import replay_progress


class _Metrics(BaseHTTPRequestHandler):
    value = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        text = f"# TYPE market_feed_progress gauge\nmarket_feed_progress {self.value}\n"
        self.wfile.write(text.encode() if self.value else b"other 1.0\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _Metrics) as server:
        Thread(target=server.serve_forever).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize(
    ("told", "share"), [("0.25", 0.25), ("1.0", 1.0), ("NaN", None), ("", None)]
)
def test_the_share_that_was_read_is_known_while_something_is_replayed(
    told: str, share: float | None, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Metrics, "value", told)

    assert replay_progress(port) == share


def test_who_does_not_answer_tells_nothing() -> None:
    (nobody,) = free_ports(1)

    assert replay_progress(nobody) is None
