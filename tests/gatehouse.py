"""A real nginx in front of pretended services, to see what it lets through."""

import json
import threading
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext
from time import monotonic, sleep
from typing import Any

import httpx

from outcry.environment import ensure_env_file, read_environment, settled
from outcry.laboratory import running, temporary_folder
from outcry.nginx import prepare_nginx
from outcry.ports import free_ports
from outcry.roster import SERVICES
from outcry.trust import trusting

SECURITY_HEADERS = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
)
AT_ANY_RATE = {
    f"GATEWAY_{limit}{how}": "100000"
    for limit in ("", "CREDENTIAL_", "SECRET_")
    for how in ("RATE", "BURST")
}
"""Settings with which nobody can ask too much."""


@dataclass(frozen=True)
class Reply:
    """What a service answers to one path, and after how long."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0


@dataclass
class Pretence:
    """All services at once: it answers with what it was asked, or as it is told."""

    verified: Counter[str] = field(default_factory=Counter[str])
    ready: bool = True
    replies: dict[str, Reply] = field(default_factory=dict[str, Reply])
    asked: list[str] = field(default_factory=list[str])
    """The paths of all requests, each from when it came."""

    def serve(self) -> ThreadingHTTPServer:
        pretence = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                status, body = pretence.answer(self.path, dict(self.headers.items()))
                reply = pretence.replies.get(self.path, Reply(status))
                sleep(reply.seconds)
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if token := pretence.token_for(self.path, dict(self.headers.items())):
                    self.send_header("x-access-token", token)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Keep quiet."""

        for method in ("GET", "POST", "OPTIONS"):
            setattr(Handler, f"do_{method}", Handler.answer)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def token_for(self, path: str, headers: dict[str, str]) -> str:
        """The token that the check answers with: the one that came, or one for a good key."""
        if path != "/internal/verify":
            return ""
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        key = headers.get("APCA-API-KEY-ID", ""), headers.get("APCA-API-SECRET-KEY", "")
        if key == ("good", "key") and not scheme:
            return "good-made-of-a-key"
        return token if scheme == "Bearer" and token.startswith("good") else ""

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(path)
        if path == "/internal/verify":
            names = ("Authorization", "APCA-API-KEY-ID", "APCA-API-SECRET-KEY")
            self.verified[" ".join(headers[name] for name in names if name in headers)] += 1
            return (200 if self.token_for(path, headers) else 401), b""
        if path == "/readyz" and not self.ready:
            return 503, b'{"checks":"a secret reason"}'
        return 200, json.dumps({"path": path, "headers": headers}).encode()


@dataclass
class Gateway:
    """A running gateway, what is behind it, and what it logs."""

    client: httpx.Client
    behind: Pretence
    log: Path
    port: int
    pid: int
    trust: SSLContext | None = None

    def logged(self) -> list[dict[str, Any]]:
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def line_of(self, answer: httpx.Response, seconds: float = 20) -> dict[str, Any]:
        """What is logged of an answer. nginx writes it when the answer has been sent."""
        until, own = monotonic() + seconds, answer.headers["x-request-id"]
        while monotonic() < until:
            if found := [one for one in self.logged() if one["correlation_id"] == own]:
                (line,) = found
                return line
            sleep(0.02)
        raise TimeoutError(own)


@contextmanager
def a_gateway(behind: Pretence | None, **settings: str) -> Generator[Gateway]:
    pretence = behind or Pretence()
    server = pretence.serve() if behind else None
    with temporary_folder() as folder:
        ensure_env_file(folder / ".env")
        port, status_port, nobody = free_ports(3)
        service_port = str(server.server_address[1] if server else nobody)
        ports = {f"{one.prefix}PORT": service_port for one in SERVICES}
        values = {
            **read_environment(folder / ".env"),
            **ports,
            "GATEWAY_PORT": str(port),
            "GATEWAY_STATUS_PORT": str(status_port),
            **settings,
        }
        program = prepare_nginx(folder / "nginx", settled(values))
        trusted = program.probe.trusted if program.probe else None
        scheme, trust = ("https", trusting(trusted)) if trusted else ("http", None)
        base = f"{scheme}://127.0.0.1:{port}"
        with (
            running(program) as pid,
            httpx.Client(base_url=base, verify=trust or True, timeout=60) as client,
        ):
            yield Gateway(client, pretence, folder / "nginx/gateway.log", port, pid, trust)
    if server:
        server.shutdown()
        server.server_close()


def is_problem(answer: httpx.Response, status: int, code: str) -> bool:
    """Whether the gateway itself refused, and in the form of all refusals, safe headers too."""
    body = answer.json()
    return all(len(answer.headers.get_list(name)) == 1 for name in SECURITY_HEADERS) and (
        answer.status_code == body["status"] == status
        and answer.headers["content-type"] == "application/problem+json"
        and body["code"] == code
        and body["correlation_id"] == answer.headers["x-request-id"]
    )


def heard_headers(answer: httpx.Response) -> dict[str, str]:
    """What the service behind the gateway was sent."""
    return {name.lower(): value for name, value in answer.json()["headers"].items()}
