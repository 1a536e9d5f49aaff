"""What nginx counts is told on a port of its own, and nothing else is."""

import httpx
import pytest
from gatehouse import Pretence, a_gateway, is_problem

from outcry.ports import free_ports
from outcry.program import path_of

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(path_of("nginx") is None, reason="needs nginx: install nginx-light"),
]


def test_connections_are_told_to_this_machine_and_not_to_the_world() -> None:
    [port] = free_ports(1)
    with a_gateway(Pretence(), GATEWAY_STATUS_PORT=str(port)) as gateway:
        told = httpx.get(f"http://127.0.0.1:{port}/stub_status")
        refused = [
            httpx.get(f"http://127.0.0.1:{port}/api/orders"),
            httpx.get(f"http://127.0.0.1:{port}/"),
        ]
        ours = gateway.client.get("/stub_status")
        gateway.line_of(ours)  # it is written later than it is answered
        logged = gateway.logged()

    assert told.text.startswith("Active connections: ")
    assert [one.status_code for one in refused] == [404, 404]
    assert is_problem(ours, 404, "not_found")
    assert [one["path"] for one in logged] == ["/stub_status"]  # the world's, and none of ours
