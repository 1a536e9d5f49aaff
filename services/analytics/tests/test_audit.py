"""What the audit trail says, and to whom: the whole service on real PostgreSQL."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx
import pytest

from analytics.handlers.audit import handlers
from analytics.main import create_service
from analytics.settings import AnalyticsSettings
from bus.envelope import Origin, first
from bus.message import pack
from chassis.testing import Simulation, sign_in, simulation, some_account, token_for
from events import AuditRecorded, Event, OrderCanceled, SessionRevoked, UserRegistered
from events.account_examples import ACCOUNT, USER
from events.examples import EXAMPLES
from vocabulary import (
    AccountId,
    AuditAction,
    AuditOutcome,
    OrderId,
    Quantity,
    RevocationReason,
    SessionId,
    Symbol,
    UserId,
)

pytestmark = pytest.mark.real

SERVICE = create_service(
    AnalyticsSettings.model_validate({"port": 8106, "rabbitmq_password": "test"})
)
ABOUT_THE_TRAIL = [EXAMPLES[name] for name in sorted(handlers.names)]


@pytest.fixture
async def system(postgres_url: str) -> AsyncGenerator[Simulation]:
    async with simulation(postgres_url) as started:
        yield started


@pytest.fixture
async def client(system: Simulation) -> httpx.AsyncClient:
    return await system.start(SERVICE)


async def entries(client: httpx.AsyncClient, **query: str | int) -> list[dict[str, Any]]:
    """What an administrator is shown."""
    answer = await client.get(
        "/api/analytics/audit", headers=sign_in(some_account(), "admin"), params=query
    )
    assert answer.is_success, answer.text
    return answer.json()["items"]


def attempt(
    action: AuditAction, user_id: UserId, outcome: AuditOutcome = AuditOutcome.SUCCEEDED
) -> AuditRecorded:
    """Somebody proved who they are, or did not."""
    return AuditRecorded(action=action, outcome=outcome, user_id=user_id, address="192.0.2.7")


def canceled(account_id: AccountId) -> OrderCanceled:
    return OrderCanceled(
        order_id=OrderId(uuid4()),
        account_id=account_id,
        symbol=Symbol("IBM"),
        open_quantity=Quantity(Decimal(20)),
    )


def registered(user_id: UserId, account_id: AccountId) -> UserRegistered:
    return UserRegistered(user_id=user_id, account_id=account_id, display_name="Ada")


async def test_whatever_is_for_the_trail_is_in_it_once(
    system: Simulation, client: httpx.AsyncClient
) -> None:
    origin = Origin(uuid4())
    said = [first(event, event.owner, origin) for event in ABOUT_THE_TRAIL]
    for _ in range(2):  # the broker may deliver again
        await system.bus.publish(pack(said))
        await system.settle()

    seen = (await entries(client))[::-1]

    assert [one["position"] for one in seen] == list(range(1, len(said) + 1))
    by_id = {one["event_id"]: one for one in seen}
    for envelope in said:
        found, event = by_id[str(envelope.id)], envelope.data
        assert found["recorded_at"] == envelope.time.isoformat().replace("+00:00", "Z")
        assert found["correlation_id"] == str(origin.correlationid)
        proof = event.action if isinstance(event, AuditRecorded) else None
        assert found["action"] == (proof or event.name.lower())
        facts = event.model_dump(mode="json", exclude={"display_name"}, exclude_none=True)
        assert found["facts"] == facts
        for field in ("user_id", "account_id", "session_id", "order_id"):
            assert found[field] == facts.get(field)
    assert all(older["hash"] == newer["previous"] for older, newer in pairwise(seen))
    assert seen[0]["previous"] == "00" * 32


async def test_fills_are_not_in_it(system: Simulation, client: httpx.AsyncClient) -> None:
    fills = ("ORDER_ACCEPTED", "ORDER_PARTIALLY_FILLED", "ORDER_FILLED")
    await system.publish(*(EXAMPLES[name] for name in fills))

    assert await entries(client) == []


async def test_what_somebody_is_called_is_not_kept_for_ever(
    system: Simulation, client: httpx.AsyncClient
) -> None:
    await system.publish(registered(USER, ACCOUNT))

    [entry] = await entries(client)

    assert entry["facts"] == {"user_id": str(USER), "account_id": str(ACCOUNT)}


async def test_it_is_read_page_by_page(system: Simulation, client: httpx.AsyncClient) -> None:
    await system.publish(*(canceled(some_account()) for _ in range(5)))
    positions: list[list[int]] = []
    cursor: dict[str, str] = {}
    while True:
        query = {"limit": "2", **cursor}
        page = (
            await client.get(
                "/api/analytics/audit", headers=sign_in(some_account(), "admin"), params=query
            )
        ).json()
        positions.append([one["position"] for one in page["items"]])
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert positions == [[5, 4], [3, 2], [1]]


async def test_entries_are_found_by_user_order_and_action(
    system: Simulation, client: httpx.AsyncClient
) -> None:
    ada, her_account, bob = UserId(uuid4()), some_account(), UserId(uuid4())
    order, other_order = canceled(her_account), canceled(some_account())
    for event in (
        registered(ada, her_account),
        registered(bob, some_account()),
        attempt(AuditAction.SIGN_IN, ada),
        attempt(AuditAction.SIGN_IN, bob),
        order,
        other_order,
        attempt(AuditAction.SIGN_OUT, ada),
    ):
        await system.publish(event)

    async def actions(**query: str | int) -> list[str]:
        return [one["action"] for one in await entries(client, **query)]

    all_of_hers = ["sign_out", "order_canceled", "sign_in", "user_registered"]
    assert await actions(user_id=str(ada)) == all_of_hers
    assert await actions(user_id=str(ada), limit=3) == all_of_hers[:3]
    assert await actions(user_id=str(ada), action="sign_in") == ["sign_in"]
    assert await actions(user_id=str(uuid4())) == []
    assert await actions(action="sign_in") == ["sign_in", "sign_in"]
    assert await actions(order_id=str(order.order_id)) == ["order_canceled"]
    assert await actions(user_id=str(bob), order_id=str(order.order_id)) == []
    [newest] = await entries(client, user_id=str(ada), limit=1)
    older = await actions(user_id=str(ada), cursor=newest["position"])
    assert older == all_of_hers[1:]


@pytest.mark.parametrize(
    ("is_signed_in", "refusal"), [(False, (401, "not_signed_in")), (True, (403, "forbidden"))]
)
async def test_it_is_for_administrators(
    client: httpx.AsyncClient,
    is_signed_in: bool,  # noqa: FBT001  # a case of a table
    refusal: tuple[int, str],
) -> None:
    headers = sign_in(some_account()) if is_signed_in else {}
    answer = await client.get("/api/analytics/audit", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == refusal


async def test_everybody_sees_what_was_done_in_their_name(
    system: Simulation, client: httpx.AsyncClient
) -> None:
    ada, her_account, session = UserId(uuid4()), some_account(), SessionId(uuid4())
    revoked = SessionRevoked(
        user_id=ada,
        account_id=her_account,
        session_id=session,
        reason=RevocationReason.SIGNED_OUT,
    )
    said: list[Event] = [
        registered(ada, her_account),
        attempt(AuditAction.SIGN_IN, ada, AuditOutcome.FAILED),
        attempt(AuditAction.SIGN_IN, UserId(uuid4())),
        canceled(her_account),
        revoked,
    ]
    for event in said:
        await system.publish(event)
    token = token_for(her_account, user_id=ada, authenticated_at=1)
    me = {"authorization": f"Bearer {token}"}

    async def mine(**query: str | int) -> dict[str, Any]:
        answer = await client.get("/api/analytics/audit/mine", headers=me, params=query)
        assert answer.is_success, answer.text
        return answer.json()

    page = await mine()
    left, tried, began = page["items"]
    assert page["next_cursor"] is None
    assert [one["action"] for one in page["items"]] == [
        "session_revoked",
        "sign_in",
        "user_registered",
    ]
    assert (left["session_id"], left["outcome"]) == (str(session), None)
    assert (tried["outcome"], tried["address"]) == ("failed", "192.0.2.7")
    assert began.keys() == tried.keys()
    assert (await mine(limit=1))["next_cursor"] == "5"
    assert (await mine(cursor="5"))["items"] == [tried, began]


async def test_an_api_key_does_not_see_where_its_owner_signs_in(client: httpx.AsyncClient) -> None:
    machine = {"authorization": f"Bearer {token_for(some_account(), authenticated_at=0)}"}

    answer = await client.get("/api/analytics/audit/mine", headers=machine)

    assert (answer.status_code, answer.json()["code"]) == (403, "person_required")
