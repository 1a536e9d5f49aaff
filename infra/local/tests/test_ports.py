"""Ports: what is said when one is taken."""

import socket
from collections.abc import Iterator

import pytest

from outcry.environment import ports_of, read_environment
from outcry.errors import Problem
from outcry.places import Places
from outcry.ports import check_free, free_ports


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_its_variable(taken: int) -> None:
    with pytest.raises(Problem, match=rf"port {taken} \(ORDER_PORT\) is taken by another program"):
        check_free({"ORDER_PORT": taken, "RISK_PORT": free_ports(1)[0]})


def test_all_taken_ports_are_named_at_once(taken: int) -> None:
    with pytest.raises(Problem, match=r"\(ORDER_PORT\), port \d+ \(RISK_PORT\) are taken"):
        check_free({"ORDER_PORT": taken, "RISK_PORT": taken})


def test_two_variables_with_the_same_port_are_named() -> None:
    (port,) = free_ports(1)

    with pytest.raises(Problem, match=f"ORDER_PORT and RISK_PORT are both {port}"):
        check_free({"ORDER_PORT": port, "RISK_PORT": port})


def test_free_ports_are_free_and_differ() -> None:
    ports = free_ports(5)

    assert len(set(ports)) == 5
    assert max(ports) < 32768
    check_free({str(port): port for port in ports})


def test_the_example_uses_no_port_that_outgoing_connections_may_have() -> None:
    values = read_environment(Places.from_environment({}).home / ".env.example")

    assert max(ports_of(values).values()) < 32768
