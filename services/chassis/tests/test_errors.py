"""Whatever goes wrong, the caller gets a problem with a code, and never a stack trace."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from asyncpg.exceptions import (  # pyright: ignore[reportMissingTypeStubs]
    QueryCanceledError,
)
from fastapi import APIRouter, HTTPException
from proving.front_door import client_of
from pydantic import BaseModel, Field, SecretStr, field_validator
from sqlalchemy.exc import DBAPIError

from chassis.edge import BODY_BYTES_MAX
from chassis.errors import Conflict, Forbidden, NotFound, TooManyRequests, Unprocessable

router = APIRouter(prefix="/api/things")
CORRELATION = "01890000-0000-7000-8000-000000000001"
SECRET = "hunter2hunter2"  # noqa: S105  # what must not be echoed


class Body(BaseModel):
    name: Annotated[str, Field(max_length=5)]
    password: SecretStr = SecretStr("long enough")
    amount: Annotated[Decimal, Field(allow_inf_nan=False, max_digits=18)] = Decimal(1)
    parts: list[int] = []

    @field_validator("password")
    @classmethod
    def is_long(cls, password: SecretStr) -> SecretStr:
        if len(password.get_secret_value()) < 20:
            raise ValueError("too short")
        return password


@router.post("")
async def create(body: Body) -> str:
    return body.name


@router.get("/refused/{how}")
async def refuse(how: str) -> None:
    figures = {
        "needed": Decimal("1E+3"),
        "free": Decimal("0.10"),
        "account": UUID(int=7),
        "at": datetime(2026, 1, 5, tzinfo=UTC),
        "nested": {"price": [Decimal("1.50")]},
    }
    refusals = {
        "figures": Unprocessable("too much", **figures),
        "unknown": NotFound("no such thing"),
        "conflict": Conflict("it moved"),
        "forbidden": Forbidden("not yours"),
        "fast": TooManyRequests("slow down", retry_after_seconds=7),
        "teapot": HTTPException(418, "short and stout"),
        "bug": ArithmeticError(SECRET),
        "away": ConnectionRefusedError("5432"),
        "gone": DBAPIError("select", {}, Exception(SECRET), connection_invalidated=True),
        "slow": DBAPIError("select", {}, QueryCanceledError(SECRET)),
    }
    raise refusals[how]


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(router) as client:
        yield client


def is_problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail", "code", "correlation_id"} <= problem.keys()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"/problems/{code}"
    assert problem["correlation_id"] == answer.headers["x-request-id"]
    for leak in ("Traceback", SECRET, "site-packages", "Error("):
        assert leak not in answer.text
    return problem


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("figures", 422, "unprocessable"),
        ("unknown", 404, "not_found"),
        ("conflict", 409, "conflict"),
        ("forbidden", 403, "forbidden"),
        ("fast", 429, "too_many_requests"),
        ("teapot", 418, "im_a_teapot"),
        ("bug", 500, "internal_error"),
        ("away", 503, "unavailable"),
        ("gone", 503, "unavailable"),
        ("slow", 503, "unavailable"),
    ],
)
async def test_every_refusal_is_a_problem(
    client: httpx.AsyncClient, how: str, status: int, code: str
) -> None:
    is_problem(await client.get(f"/api/things/refused/{how}"), status, code)


async def test_figures_are_exact_and_plain(client: httpx.AsyncClient) -> None:
    problem = is_problem(await client.get("/api/things/refused/figures"), 422, "unprocessable")

    assert (problem["needed"], problem["free"]) == ("1000", "0.1")
    assert problem["account"] == str(UUID(int=7))
    assert problem["at"] == "2026-01-05T00:00:00+00:00"
    assert problem["nested"] == {"price": ["1.5"]}


async def test_who_is_too_fast_or_too_early_hears_when_to_come_back(
    client: httpx.AsyncClient,
) -> None:
    fast = await client.get("/api/things/refused/fast")
    away = await client.get("/api/things/refused/away")

    assert (fast.headers["retry-after"], away.headers["retry-after"]) == ("7", "1")


async def test_the_correlation_id_is_the_callers(client: httpx.AsyncClient) -> None:
    for how, status, code in [("bug", 500, "internal_error"), ("unknown", 404, "not_found")]:
        answer = await client.get(
            f"/api/things/refused/{how}", headers={"x-request-id": CORRELATION}
        )
        assert is_problem(answer, status, code)["correlation_id"] == CORRELATION


async def test_a_correlation_id_that_is_none_is_replaced(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/things/none", headers={"x-request-id": "<script>"})

    UUID(str(is_problem(answer, 404, "not_found")["correlation_id"]))


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"{'name': 1}", b"\xff\xfe", b'{"name": ' + b"[" * 20_000, b"1" * 5000],
)
async def test_malformed_json_is_400(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(
        "/api/things", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code in {400, 422}
    is_problem(answer, answer.status_code, answer.json()["code"])
    if body:
        assert answer.status_code == 400
        assert answer.json()["code"] == "malformed_json"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body.name"),
        ({"name": "too long"}, "body.name"),
        ({"name": 5}, "body.name"),
        ({"name": "a", "password": SECRET}, "body.password"),
        ({"name": "a", "password": [SECRET]}, "body.password"),
        ({"name": "a", "amount": "NaN"}, "body.amount"),
        ({"name": "a", "amount": "9" * 30}, "body.amount"),
        ([], "body"),
    ],
)
async def test_what_is_invalid_is_422_and_not_echoed(
    client: httpx.AsyncClient, body: object, field: str
) -> None:
    answer = await client.post("/api/things", json=body)

    problem = is_problem(answer, 422, "validation_failed")
    assert [one["field"] for one in problem["errors"]] == [field]  # pyright: ignore
    assert "too long" not in answer.text


async def test_a_thousand_mistakes_are_not_all_answered(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/things", json={"name": "a", "parts": ["x"] * 5000})

    is_problem(answer, 422, "validation_failed")
    assert len(answer.content) < 10_000


async def test_unknown_paths_and_methods_are_problems(client: httpx.AsyncClient) -> None:
    is_problem(await client.get("/api/nothing"), 404, "not_found")
    wrong = await client.put("/api/things", json={})
    is_problem(wrong, 405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


async def test_a_body_that_is_announced_as_too_large_is_not_read(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/api/things", content=b"x" * (BODY_BYTES_MAX + 1))

    is_problem(answer, 413, "body_too_large")


async def test_a_body_that_becomes_too_large_is_not_read_on(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncGenerator[bytes]:
        nonlocal sent
        while sent < 100 * BODY_BYTES_MAX:
            sent += 10_000
            yield b"x" * 10_000

    answer = await client.post(
        "/api/things", content=endless(), headers={"content-type": "application/json"}
    )

    is_problem(answer, 413, "body_too_large")


async def test_a_body_of_the_largest_size_is_read(client: httpx.AsyncClient) -> None:
    body = (
        b'{"name": "a", "password": "long enough, and more than that"'.ljust(BODY_BYTES_MAX - 1)
        + b"}"
    )

    answer = await client.post(
        "/api/things", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 200
