"""What administrators are shown of parked events, and who is not."""

from collections.abc import Callable

import httpx
import pytest
from prometheus_client import REGISTRY
from proving.desk import PARKED, Desk, bearer

from chassis.security import FRESH_SECONDS

pytestmark = pytest.mark.real

CHANGES = [("POST", f"{PARKED}/1/redrive"), ("DELETE", f"{PARKED}/1")]
ROUTES = [("GET", PARKED), ("GET", f"{PARKED}/1"), *CHANGES]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_nothing_is_parked_at_first(desk: Desk) -> None:
    assert await desk.listed() == {"items": [], "next_cursor": None}


async def test_what_waits_is_shown_in_order_with_the_reason(desk: Desk) -> None:
    one, other = await desk.park(behind=1)

    page = await desk.listed()

    assert page["next_cursor"] is None
    assert [event["position"] for event in page["items"]] == [1, 2, 3, 4]
    assert [event["key"] for event in page["items"]] == [str(one), str(other)] * 2
    first, _, behind, _ = page["items"]
    assert (first["consumer"], first["type"]) == ("order.tally", "ORDER_CREATED")
    assert first["error"] == "ArithmeticError('nobody can handle this')"
    assert (first["attempts"], first["redrive"]) == (3, False)
    assert behind["error"] == "an earlier event of its key is parked"


async def test_it_is_read_page_by_page(desk: Desk) -> None:
    await desk.park(behind=1)

    first = await desk.listed(limit=3)
    rest = await desk.listed(limit=3, cursor=first["next_cursor"])

    assert [one["position"] for one in first["items"]] == [1, 2, 3]
    assert [one["position"] for one in rest["items"]] == [4]
    assert rest["next_cursor"] is None


async def test_one_is_shown_with_all_that_it_says(desk: Desk) -> None:
    one, _ = await desk.park()

    shown = await desk.shown(1)

    assert shown["key"] == str(one)
    assert shown["envelope"]["id"] == shown["event_id"]
    assert shown["envelope"]["data"]["account_id"] == str(one)
    assert shown["history"] == []


async def test_requests_are_counted_by_their_whole_path(desk: Desk) -> None:
    def counted() -> float:
        labels = {"method": "GET", "route": f"{PARKED}/{{position}}", "status": "404"}
        return REGISTRY.get_sample_value("http_requests_total", labels) or 0

    before = counted()
    await desk.client.get(f"{PARKED}/1", headers=bearer("admin"))

    assert counted() == before + 1


@pytest.mark.parametrize(("method", "path"), ROUTES[1:])
async def test_what_is_not_parked_is_not_found(desk: Desk, method: str, path: str) -> None:
    answer = await desk.client.request(method, path, headers=bearer("admin"))

    assert refusal(answer) == (404, "not_parked")
    assert await desk.deeds() == []


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    ("credentials", "expected"),
    [(dict[str, str], (401, "not_signed_in")), (bearer, (403, "forbidden"))],
    ids=["a stranger", "a trader"],
)
async def test_others_are_refused(
    desk: Desk,
    method: str,
    path: str,
    credentials: Callable[[], dict[str, str]],
    expected: tuple[int, str],
) -> None:
    await desk.park()
    headers = credentials()  # now: a token does not live as long as it takes to run all tests

    assert refusal(await desk.client.request(method, path, headers=headers)) == expected
    assert await desk.waiting() == {1: False, 2: False}


@pytest.mark.parametrize(("method", "path"), CHANGES)
async def test_changes_need_a_fresh_proof_of_who_it_is(desk: Desk, method: str, path: str) -> None:
    await desk.park()
    stale = bearer("admin", signed_in_seconds_ago=FRESH_SECONDS + 1)

    answer = await desk.client.request(method, path, headers=stale)

    assert refusal(answer) == (403, "step_up_required")
    assert await desk.waiting() == {1: False, 2: False}


@pytest.mark.parametrize(
    ("position", "note"),
    [("0", ""), ("x", ""), (str(2**63), ""), ("1", "\0"), ("1", "a\nb"), ("1", "x" * 501)],
)
async def test_what_makes_no_sense_is_refused(desk: Desk, position: str, note: str) -> None:
    assert refusal(await desk.discard(position, note)) == (422, "validation_failed")
