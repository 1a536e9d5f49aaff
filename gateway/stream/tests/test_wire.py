"""Frames as the protocol wants them, and a server whose connections are out of reach."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from live_edge import PRIVATE, an_account, an_event, live_edge, numbers
from websockets.frames import Frame, Opcode

from stream.connections.wire import framed

sizes = st.sampled_from([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])


@given(st.text() | sizes.map(lambda size: "x" * size))
@example("ü" * 63)  # 126 bytes, not characters
def test_a_frame_is_the_one_that_the_library_makes(text: str) -> None:
    assert framed(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


@pytest.mark.real
async def test_a_server_out_of_reach_is_good_enough(redis_url: str) -> None:
    async with live_edge(redis_url, reach=lambda app: app, message_bytes_max=1 << 20) as edge:
        account = an_account()
        client = await edge.enter(account)
        await client.subscribe(*PRIVATE)

        await edge.tell(*(an_event(account, number) for number in range(200)))

        assert numbers(await client.receive_many(200)) == list(range(200))
        await client.socket.send("x" * 64 * 1024)
        assert (await client.receive())["code"] == "bad_json"
        await client.socket.send("x" * (64 * 1024 + 1))
        assert await client.closed() == (1009, "too_large")
