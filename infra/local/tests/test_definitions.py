"""The broker's definitions: hashed passwords, and nothing stale."""

import pytest

from outcry.declarations import declarations
from outcry.definitions import declared, of_people, password_hash, with_passwords
from outcry.errors import Problem
from outcry.topology import is_current


def test_the_hash_is_the_one_that_rabbitmq_computes() -> None:
    """The worked example of https://www.rabbitmq.com/docs/passwords."""
    salt = bytes.fromhex("908DC60A")

    assert password_hash("test12", salt) == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"


def test_the_same_password_has_another_hash_each_time() -> None:
    assert password_hash("secret") != password_hash("secret")


def test_every_user_gets_a_hash() -> None:
    definitions = {"users": [{"name": "admin"}, {"name": "order"}], "queues": []}

    imported = with_passwords(definitions, {"admin": "a", "order": "b"})

    assert all(len(user["password_hash"]) == 48 for user in imported["users"])
    assert imported["queues"] == []


def test_a_user_without_a_password_is_a_problem() -> None:
    with pytest.raises(Problem, match="no RabbitMQ password is configured for order"):
        with_passwords({"users": [{"name": "admin"}, {"name": "order"}]}, {"admin": "a"})


def test_the_repository_declares_no_password() -> None:
    assert not any(user["password_hash"] for user in declared()["users"])


def test_the_committed_definitions_are_what_the_consumers_need() -> None:
    assert is_current(declarations()), "run `make schemas`"


def test_another_number_of_partitions_here_does_not_change_what_is_committed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PARTITIONS", "2")

    assert is_current(declarations())


def test_a_broker_that_starts_learns_of_no_queue() -> None:
    """They wait until somebody has looked whether their number may change."""
    known = of_people(declared())

    assert known["queues"] == known["bindings"] == []
    assert known["users"] == declared()["users"]
    assert known["exchanges"]
