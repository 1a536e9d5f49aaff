"""Whatever a client sends, it is told what was wrong, and the connection lives on. Mostly."""

import random
from contextlib import suppress

import pytest
from live_edge import PRIVATE, LiveEdge, an_account, an_event, closing
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("", "bad_json"),
        ("{", "bad_json"),
        ("[" * 50_000, "bad_json"),
        (b"\x00\xff", "binary"),
        (b'{"action":"ping"}', "binary"),
        ('{"action":"order"}', "unknown_action"),
        ('{"action":"subscribe","channels":["everything"]}', "unknown_channel"),
        ('{"action":"subscribe","channels":["quotes"]}', "symbols_missing"),
    ],
)
async def test_a_bad_message_is_answered_and_the_connection_lives_on(
    edge: LiveEdge, message: str | bytes, code: str
) -> None:
    client = await edge.enter(an_account())

    await client.socket.send(message)

    answer = await client.receive()
    assert (answer["type"], answer["code"]) == ("error", code)
    assert answer["detail"]
    assert await client.nothing_comes()


async def test_too_many_symbols_change_nothing(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    symbols = [f"S{number}" for number in range(501)]

    await client.send("subscribe", channels=["quotes"], symbols=symbols)

    assert (await client.receive())["code"] == "too_many_symbols"
    assert (await client.subscribe("quotes", symbols=symbols[:500]))["channels"] == {
        "quotes": sorted(symbols[:500])
    }


async def test_twenty_mistakes_are_forgiven_and_the_next_is_not(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    for _ in range(21):
        await client.socket.send("garbage")

    assert [m["code"] for m in await client.receive_many(21)] == ["bad_json"] * 21
    assert await client.closed() == (4400, "too_many_bad_messages")


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1024 * 1024])
async def test_a_message_that_is_too_large_ends_the_connection(edge: LiveEdge, size: int) -> None:
    client = await edge.enter(an_account())

    with suppress(ConnectionClosed):
        await client.socket.send("x" * size)

    code, _ = await client.closed()
    assert code == 1009


async def test_who_asks_all_the_time_is_slowed_down(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    for _ in range(210):
        await client.send("ping")

    answers = await client.receive_many(210)
    assert {"pong", "error"} == {answer["type"] for answer in answers}
    assert answers[-1]["code"] == "too_many_messages"


async def test_a_heartbeat_says_where_the_client_is(impatient_edge: LiveEdge) -> None:
    account = an_account()
    client = await impatient_edge.enter(account)
    assert "seq" not in await client.until("heartbeat")
    position = await client.subscribe("portfolio")
    await impatient_edge.tell(an_event(account))  # an order: not its channel, but its number

    beat = await client.until("heartbeat")

    assert (beat["epoch"], beat["seq"]) == (position["epoch"], position["seq"] + 1)
    assert beat["time"].endswith("Z")


async def test_a_client_that_only_listens_stays_as_long_as_it_pongs(
    impatient_edge: LiveEdge,
) -> None:
    client = await impatient_edge.enter(an_account())

    for _ in range(8):  # more than three seconds, where two of silence are too many
        assert (await client.receive())["type"] == "heartbeat"


async def test_a_client_that_is_silent_has_to_go(impatient_edge: LiveEdge) -> None:
    client = await impatient_edge.enter(an_account())

    async with closing("silent"):
        client.socket.transport.pause_reading()  # neither reads nor pongs
    client.socket.transport.resume_reading()

    assert await client.closed() == (4408, "silent")


async def test_news_from_before_the_subscription_is_not_told(edge: LiveEdge) -> None:
    account = an_account()
    await edge.tell(an_event(account, 1))
    client = await edge.enter(account)

    answer = await client.subscribe(*PRIVATE)
    await edge.tell(an_event(account, 2))

    assert answer["channels"] == {"orders": [], "portfolio": []}
    assert (await client.receive())["seq"] == answer["seq"] + 1 == 2


PARTS = ['"action":"subscribe"', '"action":"unsubscribe"', '"channels":["orders","quotes"]']
MORE_PARTS = [
    '"symbols":["*"]',
    '"since":{"epoch":"x","seq":1e999}',
    "{",
    "}",
    "[",
    ",",
    "\x00",
    "ü",
]


def garbage(dice: random.Random) -> str | bytes:
    if dice.random() < 0.2:
        return dice.randbytes(dice.randrange(200))
    return "".join(dice.choices(PARTS + MORE_PARTS, k=dice.randrange(8)))


async def test_no_garbage_at_all_is_more_than_a_bad_message(edge: LiveEdge) -> None:
    dice = random.Random(20260101)  # noqa: S311
    bystander = await edge.enter(account := an_account())
    await bystander.subscribe(*PRIVATE)
    for _ in range(20):
        client = await edge.enter(an_account())
        for _ in range(30):
            message = garbage(dice)
            with suppress(ConnectionClosed):
                await client.socket.send([message, message] if dice.random() < 0.2 else message)
        assert (await client.closed())[0] == 4400

    await edge.tell(an_event(account))
    assert (await bystander.receive())["seq"] == 1


async def test_bytes_that_are_not_websocket_frames_end_the_connection(edge: LiveEdge) -> None:
    dice = random.Random(20260102)  # noqa: S311
    for _ in range(20):
        client = await edge.enter(an_account())
        client.socket.transport.write(b"\xff" + dice.randbytes(500))
        assert (await client.closed())[0] in {1002, 1006, 1009}
    assert await (await edge.enter(an_account())).nothing_comes()
