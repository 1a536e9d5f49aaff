"""Preferences are kept letter by letter, and of several writers exactly one wins."""

import asyncio
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from auth.commands.preferences import VersionPassed, replace_preferences
from auth.domain.preferences import Preferences
from auth.repository.preferences import Replacement
from auth.tables import preferences
from chassis.commands import Command
from chassis.context import current_origin
from chassis.testing import Simulation
from vocabulary import UserId

pytestmark = pytest.mark.real
PATH = "/api/auth/preferences"
LARGEST = b'{"a":"' + b"x" * (65_536 - 8) + b'"}'
BEN = {"email": "ben@example.com", "password": "battery staple"}


@pytest.fixture
def writer(client: httpx.AsyncClient, ada: dict[str, str]) -> "Writer":
    return Writer(client, ada)


class Writer:
    """Somebody who stores preferences."""

    def __init__(self, client: httpx.AsyncClient, who: dict[str, str]) -> None:
        self._client = client
        self._headers = who | {"content-type": "application/json"}

    async def put(self, document: str | bytes, version: str | None) -> httpx.Response:
        """Replace the version; None: without saying which."""
        condition = {} if version is None else {"if-match": version}
        return await self._client.put(
            PATH, content=document, headers={**self._headers, **condition}
        )

    async def look(self) -> tuple[str, str]:
        """The version and the document."""
        answer = await self._client.get(PATH, headers=self._headers)
        assert answer.status_code == HTTPStatus.OK
        assert answer.headers["content-type"] == "application/json"
        return answer.headers["etag"], answer.text


async def test_before_anything_is_stored_there_is_an_empty_document(writer: Writer) -> None:
    assert await writer.look() == ('"0"', "{}")


async def test_a_document_is_kept_as_it_was_sent(writer: Writer) -> None:
    document = ' {"theme" : "d\u00e4rk",\n"\\ud800": 1e999, "b": 0.10, "b": 2}\t'

    answer = await writer.put(document, '"0"')

    assert (answer.status_code, answer.headers["etag"]) == (HTTPStatus.OK, '"1"')
    assert answer.text == document
    assert await writer.look() == ('"1"', document)


async def test_each_change_has_the_next_version(writer: Writer) -> None:
    for version in range(5):
        answer = await writer.put(f'{{"n":{version}}}', f'"{version}"')
        assert answer.headers["etag"] == f'"{version + 1}"'


async def test_who_does_not_say_which_version_they_saw_is_refused(writer: Writer) -> None:
    answer = await writer.put('{"a":1}', None)

    assert answer.status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert answer.json()["code"] == "version_required"
    assert await writer.look() == ('"0"', "{}")


@pytest.mark.parametrize("seen", ['"0"', '"1"', '"3"', "2", '"x"', "", '"99999999999999"'])
async def test_who_saw_another_version_is_told_the_one_of_now(writer: Writer, seen: str) -> None:
    await writer.put('{"a":1}', '"0"')
    await writer.put('{"a":2}', '"1"')

    answer = await writer.put('{"a":3}', seen)

    assert (answer.status_code, answer.headers["etag"]) == (412, '"2"')
    assert (answer.json()["code"], answer.json()["version"]) == ("version_passed", 2)
    assert await writer.look() == ('"2"', '{"a":2}')


@pytest.mark.parametrize("seen", ['W/"1"', '"7", "1"', "*", '"0","1"'])
async def test_a_version_may_be_named_in_all_the_ways_of_http(writer: Writer, seen: str) -> None:
    await writer.put('{"a":1}', '"0"')

    assert (await writer.put('{"a":2}', seen)).headers["etag"] == '"2"'


async def test_a_star_accepts_preferences_that_were_never_stored(writer: Writer) -> None:
    assert (await writer.put('{"a":1}', "*")).headers["etag"] == '"1"'


@pytest.mark.parametrize("stored", [0, 1, 7])
async def test_of_many_writers_of_one_version_exactly_one_wins(writer: Writer, stored: int) -> None:
    for version in range(stored):
        await writer.put("{}", f'"{version}"')
    documents = [f'{{"writer":{number}}}' for number in range(20)]

    answers = await asyncio.gather(*(writer.put(one, f'"{stored}"') for one in documents))

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 19
    assert {answer.headers["etag"] for answer in answers} == {f'"{stored + 1}"'}
    (won,) = [answer.text for answer in answers if answer.status_code == HTTPStatus.OK]
    assert await writer.look() == (f'"{stored + 1}"', won)


async def test_writers_in_two_transactions_at_once_do_not_both_win(
    writer: Writer, system: Simulation, client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    """Two replicas of the service share nothing but the database."""
    user_id = UserId(UUID((await client.get("/api/auth/me", headers=ada)).json()["user_id"]))
    await writer.put("{}", '"0"')

    async def write(document: str) -> Preferences | Exception:
        wish = Replacement(user_id, document, frozenset({1}), datetime.now(UTC))
        async with system.database("auth").transaction() as tx:
            (answer,) = await replace_preferences(tx, [Command(wish, current_origin())])
            await asyncio.sleep(0.05)  # let the other one come to the same row
        return answer

    answers = await asyncio.gather(write('{"a":1}'), write('{"a":2}'))

    assert sorted(type(one).__name__ for one in answers) == ["Preferences", "VersionPassed"]


async def test_a_command_that_is_executed_twice_is_answered_the_same(
    system: Simulation, client: httpx.AsyncClient, ada: dict[str, str]
) -> None:
    """As happens when the database goes away during the commit."""
    user_id = UserId(UUID((await client.get("/api/auth/me", headers=ada)).json()["user_id"]))
    command = Command(
        Replacement(user_id, '{"a":1}', frozenset({0}), datetime.now(UTC)), current_origin()
    )
    later = Command(
        Replacement(user_id, '{"a":1}', frozenset({0}), datetime.now(UTC)), current_origin()
    )
    answers: list[Preferences | Exception] = []
    for one in (command, command, later):
        async with system.database("auth").transaction() as tx:
            answers += await replace_preferences(tx, [one])

    assert isinstance(answers[0], Preferences)
    assert answers[1] == answers[0]
    assert isinstance(answers[2], VersionPassed)


async def test_a_document_may_have_64_kib_and_not_a_byte_more(writer: Writer) -> None:
    assert len(LARGEST) == 64 * 1024

    assert (await writer.put(LARGEST, '"0"')).status_code == HTTPStatus.OK
    assert await writer.look() == ('"1"', LARGEST.decode())
    refused = await writer.put(LARGEST + b" ", '"1"')
    assert (refused.status_code, refused.json()["code"]) == (413, "body_too_large")
    assert (await writer.look())[0] == '"1"'


@pytest.mark.parametrize(
    ("document", "status", "code"),
    [
        ("{", 400, "malformed_json"),
        ("", 400, "malformed_json"),
        (b'{"a":"\xff"}', 400, "malformed_json"),
        ('{"a":NaN}', 400, "malformed_json"),
        ("[]", 422, "not_storable"),
        ("null", 422, "not_storable"),
        ('{"a":' * 33 + "1" + "}" * 33, 422, "not_storable"),
        ("[" * 65_536, 422, "not_storable"),
    ],
)
async def test_what_is_no_object_is_refused(
    writer: Writer, document: str | bytes, status: int, code: str
) -> None:
    answer = await writer.put(document, '"0"')

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await writer.look() == ('"0"', "{}")


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded"])
async def test_only_json_is_kept(client: httpx.AsyncClient, ada: dict[str, str], kind: str) -> None:
    headers = ada | {"content-type": kind, "if-match": '"0"'}

    answer = await client.put(PATH, content="{}", headers=headers)

    assert answer.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


async def test_each_user_has_preferences_of_their_own(
    client: httpx.AsyncClient, writer: Writer, system: Simulation
) -> None:
    token = (await client.post("/api/auth/register", json=BEN)).json()["access_token"]
    ben = Writer(client, {"authorization": f"Bearer {token}"})

    await writer.put('{"a":1}', '"0"')
    assert await ben.look() == ('"0"', "{}")
    assert (await ben.put('{"b":1}', '"0"')).headers["etag"] == '"1"'

    assert await writer.look() == ('"1"', '{"a":1}')
    async with system.database("auth").engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(preferences)) == 2
