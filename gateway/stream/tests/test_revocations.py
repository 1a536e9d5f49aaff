"""A session that is revoked hears nothing more, and the same account's others hear of it."""

from time import monotonic
from uuid import UUID, uuid4

import pytest
from live_edge import PRIVATE, Client, LiveEdge, an_account, an_event, numbers
from pydantic import ValidationError

from bus.envelope import first
from bus.interface import Sealed
from bus.message import encode
from events import SessionRevoked
from stream.connections.hub import Hub
from stream.domain.channels import Channel
from stream.domain.journal import Journal
from stream.handlers import News
from vocabulary import AccountId, RevocationReason, SessionId, UserId

pytestmark = pytest.mark.real
REVOKED = (4401, "session_revoked")


def the_end(account: AccountId, session: UUID) -> SessionRevoked:
    """Somebody has shown a refresh token of this session that was spent before."""
    return SessionRevoked(
        user_id=UserId(account),
        account_id=account,
        session_id=SessionId(session),
        reason=RevocationReason.TOKEN_REUSED,
    )


async def show(edge: LiveEdge, client: Client, account: AccountId, session: UUID) -> None:
    """Show a new ticket over a WebSocket that is open."""
    ticket = await edge.ticket(account, session_id=session)
    await client.send("authenticate", ticket=ticket)


async def test_all_connections_of_a_revoked_session_are_closed_at_once(edge: LiveEdge) -> None:
    account, stolen = an_account(), uuid4()
    thieves = [await edge.enter(account, stolen) for _ in range(3)]
    for thief in thieves:
        await thief.subscribe(*PRIVATE, "security")
    await edge.tell(an_event(account, 1))
    for thief in thieves:
        assert numbers([await thief.receive()]) == [1]

    revoked = monotonic()
    await edge.tell(the_end(account, stolen), an_event(account, 2))

    for thief in thieves:
        assert await thief.closed() == REVOKED
    assert monotonic() - revoked < 20
    await edge.until_connected(0)


async def test_the_others_of_the_account_stay_and_are_told_why(edge: LiveEdge) -> None:
    account, stolen = an_account(), uuid4()
    thief, owner = await edge.enter(account, stolen), await edge.enter(account)
    deaf, stranger = await edge.enter(account), await edge.enter(an_account())
    position = await owner.subscribe("security")
    await deaf.subscribe(*PRIVATE)
    await stranger.subscribe("security")

    await edge.tell(the_end(account, stolen))

    assert await thief.closed() == REVOKED
    told = await owner.receive()
    assert (told["type"], told["seq"]) == ("SESSION_REVOKED", position["seq"] + 1)
    assert (told["data"]["session_id"], told["data"]["reason"]) == (str(stolen), "token_reused")
    for other in (owner, deaf, stranger):
        assert await other.nothing_comes()


async def test_who_was_away_is_told_of_it_later(edge: LiveEdge) -> None:
    account, stolen = an_account(), uuid4()
    owner = await edge.enter(account)
    position = await owner.subscribe("security")
    await owner.socket.close()
    await edge.tell(an_event(account), the_end(account, stolen))

    owner = await edge.enter(account)
    since = {"epoch": position["epoch"], "seq": position["seq"]}
    await owner.subscribe("security", since=since)

    assert (await owner.receive())["data"]["session_id"] == str(stolen)
    assert await owner.nothing_comes()


async def test_a_ticket_from_before_the_revocation_opens_nothing(edge: LiveEdge) -> None:
    account, stolen = an_account(), uuid4()
    ticket = await edge.ticket(account, session_id=stolen)
    client = await edge.connect()

    await edge.tell(the_end(account, stolen))
    await client.send("authenticate", ticket=ticket)

    assert await client.closed() == REVOKED
    await edge.enter(account)  # in another session


async def test_a_connection_belongs_to_the_session_of_its_newest_ticket(edge: LiveEdge) -> None:
    account, old, new = an_account(), uuid4(), uuid4()
    client = await edge.enter(account, old)
    await show(edge, client, account, new)
    assert (await client.receive())["type"] == "authenticated"

    await edge.tell(the_end(account, old))
    assert await client.nothing_comes()
    await edge.tell(the_end(account, new))
    assert await client.closed() == REVOKED


async def test_a_new_ticket_of_a_revoked_session_closes_what_is_open(edge: LiveEdge) -> None:
    account, gone = an_account(), uuid4()
    client = await edge.enter(account)
    await edge.tell(the_end(account, gone))

    await show(edge, client, account, gone)

    assert await client.closed() == REVOKED


async def test_who_shows_ticket_after_ticket_is_one_of_ten_all_the_time(edge: LiveEdge) -> None:
    account = an_account()
    clients = [await edge.enter(account) for _ in range(10)]

    for client in clients:
        await show(edge, client, account, uuid4())
        assert (await client.receive())["type"] == "authenticated"

    eleventh = await edge.connect()
    await show(edge, eleventh, account, uuid4())
    assert await eleventh.closed() == (4429, "too_many_connections")


async def test_an_end_of_nobody_knows_what_is_not_told() -> None:
    async def acknowledge() -> None:
        pass

    account, hub = an_account(), Hub(Journal("epoch"))
    body = encode([first(the_end(account, uuid4()), "auth")]).replace(b"session_id", b"s")

    with pytest.raises(ValidationError):
        News(hub).arrived(Sealed("SESSION_REVOKED", body, acknowledge))

    reader, _ = hub.journal.follow(account, frozenset({Channel.SECURITY}), None, 0)
    assert reader.log.last == 0
