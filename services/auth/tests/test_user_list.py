"""Administrators find every user, by the beginning of a name and page by page."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest
from office import USERS, Office

pytestmark = pytest.mark.real
Headers = dict[str, str]
ME = "/api/auth/me"


@pytest.mark.usefixtures("ada", "ben")
async def test_users_are_listed_newest_first(office: Office) -> None:
    page = await office.look()

    assert page["next_cursor"] is None
    assert [one["email"] for one in page["items"]] == [
        "admin@example.com", "ben@example.com", "ada@example.com",
    ]  # fmt: skip
    assert [one["roles"] for one in page["items"]] == [["admin", "trader"], ["trader"], ["trader"]]
    assert page["items"][0]["disabled_at"] is None
    assert "password_hash" not in page["items"][0]


@pytest.mark.usefixtures("ada", "ben")
async def test_a_long_list_is_read_in_parts(office: Office) -> None:
    names: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = await office.look(limit=1, **cursor)
        names += [one["display_name"] for one in page["items"]]
        cursor = {"cursor": page["next_cursor"]}

    assert names == ["admin", "Ben 100%", "Ada"]
    assert cursor == {"cursor": None}


@pytest.mark.usefixtures("ada", "ben")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["admin", "ben", "ada"]),
        ("A", ["admin", "ada"]),
        ("ADA@", ["ada"]),
        ("ben 1", ["ben"]),
        ("100", []),
        ("%", []),
        ("_", []),
        ("b\\", []),
    ],
)
async def test_users_are_found_by_how_e_mail_or_name_begins(
    office: Office, search: str, found: list[str]
) -> None:
    assert await office.names(search=search) == found


async def test_who_left_is_listed_no_more(
    client: httpx.AsyncClient, office: Office, ada: Headers
) -> None:
    user = (await client.get(ME, headers=ada)).json()
    await client.request("DELETE", ME, json={"email": "ada@example.com"}, headers=ada)

    assert await office.names() == ["admin"]
    assert (await office.change(user, disabled=False)).status_code == HTTPStatus.NOT_FOUND


async def test_one_user_is_shown(
    client: httpx.AsyncClient, admin: Headers, ben: dict[str, Any]
) -> None:
    shown = await client.get(f"{USERS}/{ben['user']['user_id']}", headers=admin)

    assert shown.json() == ben["user"] | {"disabled_at": None}
    nobody = await client.get(f"{USERS}/{uuid4()}", headers=admin)
    assert (nobody.status_code, nobody.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "query", ["search=%00", "limit=0", "limit=201", "cursor=x", "search=" + "x" * 321]
)
async def test_a_question_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, admin: Headers, query: str
) -> None:
    answer = await client.get(f"{USERS}?{query}", headers=admin)

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
