"""What the AsyncAPI document says is what the broker carries and what the WebSocket says."""

import asyncio
import json
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from starlette.types import Message, Scope
from starlette.websockets import WebSocket

from bus.envelope import Envelope, effect, first
from bus.interface import Sealed
from bus.message import (
    BATCH_CONTENT_TYPE,
    EVENTS_PER_MESSAGE_MAX,
    PARTITIONS_MAX,
    encode,
    encode_prices,
)
from bus.message import Message as Packed
from events import CATALOGUE, Channel
from events.account_examples import ACCOUNT, USER
from events.examples import EXAMPLES
from events.schema import broker, frames, websocket
from events.schema.files import generate
from stream import handlers
from stream.connections.connection import Connection
from stream.connections.conversation import Conversation
from stream.connections.hub import Hub
from stream.domain import channels, closing
from stream.domain.journal import Journal
from stream.domain.latest import Price
from stream.domain.messages import BadMessage, Position, read
from stream.domain.vigil import Patience
from stream.domain.visitor import Visitor
from vocabulary import SessionId

DOCUMENTS: dict[str, Any] = {
    name: json.loads(text) for name, text in generate().items() if name.endswith(".json")
}
COMPONENTS: dict[str, Any] = DOCUMENTS["asyncapi.json"]["components"]
AsyncApi: Any = Draft7Validator
Modern: Any = Draft202012Validator
EXAMPLE = Path(__file__).parents[1] / ".env.example"
HEARTBEAT_SECONDS = 16
durable = pytest.mark.parametrize(
    "name", [name for name, event in CATALOGUE.items() if event.channel is Channel.EVENTS]
)
transient = pytest.mark.parametrize(
    "name", [name for name, event in CATALOGUE.items() if event.channel is Channel.MARKET]
)


def assert_is_message(name: str, payload: object) -> None:
    schema = {**COMPONENTS["messages"][name]["payload"], "components": COMPONENTS}
    AsyncApi(schema).validate(payload)


def chain_of(name: str) -> Sequence[Envelope[Any]]:
    """An event that nothing caused, and one with a cause and a trace."""
    event = EXAMPLES[name]
    beginning = first(event, event.owner)
    return [beginning, effect(event, event.owner, beginning, 0, "00-0af7651916cd43dd-b7ad6b71-01")]


def test_the_servers_are_where_the_example_configuration_has_them() -> None:
    configured = dict(re.findall(r"^(\w+)=(\d+)$", EXAMPLE.read_text(), re.MULTILINE))
    servers = DOCUMENTS["asyncapi.json"]["servers"]

    assert servers["broker"]["host"] == f"localhost:{configured['RABBITMQ_PORT']}"
    assert servers["gateway"]["host"] == f"localhost:{configured['GATEWAY_PORT']}"


def test_the_figures_of_the_broker_are_those_of_the_bus() -> None:
    assert broker.EVENTS_PER_MESSAGE_MAX == EVENTS_PER_MESSAGE_MAX


@durable
def test_every_partition_is_an_address_of_the_documented_channel(name: str) -> None:
    channel = DOCUMENTS["asyncapi.json"]["channels"][name]
    keys = [Packed(name, number, b"[]").routing_key for number in (0, PARTITIONS_MAX - 1)]

    for key in keys:
        number = key.rpartition(".")[2]
        assert channel["address"].format(partition=number) == key
        assert re.fullmatch(channel["parameters"]["partition"]["x-pattern"], number)


@durable
def test_a_message_on_the_broker_is_as_documented(name: str) -> None:
    sent = json.loads(encode(chain_of(name)))

    assert_is_message(name, sent)
    assert COMPONENTS["messages"][name]["contentType"] == BATCH_CONTENT_TYPE
    for envelope in sent:
        Modern(DOCUMENTS["envelope.json"]).validate(envelope)
        Modern(DOCUMENTS[f"{name}.json"]).validate(envelope["data"])
        assert envelope.keys() <= DOCUMENTS["envelope.json"]["properties"].keys()


@transient
def test_a_message_with_prices_is_as_documented(name: str) -> None:
    assert_is_message(name, json.loads(encode_prices([EXAMPLES[name]])))


async def _nothing() -> None:
    pass


@durable
def test_a_private_message_of_the_websocket_is_as_documented(name: str) -> None:
    for envelope in chain_of(name) if name in handlers.PRIVATE else ():
        [letter] = handlers.read(Sealed(name, encode([envelope]), _nothing))

        assert_is_message(f"{name}.frame", json.loads(letter.text(Position("epoch.1", 7))))


class Recorder(Hub):
    """A hub that keeps what it is shown."""

    def __init__(self) -> None:
        super().__init__(Journal("epoch"))
        self.texts: list[str] = []

    def show(self, price: Price) -> None:
        self.texts.append(price.frame.text)


@pytest.mark.parametrize("name", sorted(handlers.PUBLIC))
def test_a_price_on_the_websocket_is_as_documented(name: str) -> None:
    recorder = Recorder()

    handlers.Tape(recorder).arrived(name, [EXAMPLES[name]])

    assert recorder.texts
    for frame in map(json.loads, recorder.texts):
        assert_is_message(f"{frame['type']}.frame", frame)


def test_the_websocket_forwards_the_documented_events() -> None:
    forwarded = {*handlers.PRIVATE, *handlers.PUBLIC} - {"MARKET_SNAPSHOT"}

    assert {name for name in websocket.messages() if name.endswith(".frame")} == {
        f"{name}.frame" for name in forwarded
    }


def test_channels_are_called_as_documented() -> None:
    assert set(get_args(frames.ChannelName)) == set(channels.Channel)


def test_every_reason_to_close_is_documented() -> None:
    reasons = {one for one in vars(closing).values() if isinstance(one, closing.Closing)}
    documented = re.findall(r"^\| (\d+) `(\w+)` \|", websocket.DESCRIPTION, re.MULTILINE)

    assert {(int(code), reason) for code, reason in documented} == reasons


def test_a_client_may_ask_what_is_documented_and_nothing_else() -> None:
    with pytest.raises(BadMessage) as refusal:
        read('{"action": "dance"}')

    documented = [
        json.loads(ask.model_dump_json())["action"] for ask, _ in frames.ASKED_AND_ANSWERED
    ]
    assert str(refusal.value) == f"action is one of {', '.join(documented)}"


class Client:
    """Somebody who talks to the real conversation, without a network."""

    def __init__(self) -> None:
        scope: Scope = {"type": "websocket", "headers": [], "path": "/ws"}
        self.connection = Connection(WebSocket(scope, self._silence, self._nothing), Patience())
        self.conversation = Conversation(self.connection, Hub(Journal("epoch")), self._redeem)

    async def say(self, text: str) -> list[Any]:
        await self.conversation.hear(text)
        return self.heard()

    def heard(self) -> list[Any]:
        frames: list[Any] = []
        while due := self.connection.outlet.next():
            frames.append(json.loads(due.text))
        return frames

    async def _redeem(self, _ticket: str) -> Visitor:
        return Visitor(USER, ACCOUNT, SessionId(UUID(int=1)), int(time.time()) + 60)

    async def _silence(self) -> Message:
        return await asyncio.Future()

    async def _nothing(self, _message: Message) -> None:
        pass


def assert_are_messages(heard: Iterable[Any]) -> None:
    for frame in heard:
        assert_is_message(frame["type"], frame)
        model = COMPONENTS["messages"][frame["type"]]["payload"]["$ref"].rpartition("/")[2]
        assert frame.keys() <= COMPONENTS["schemas"][model]["properties"].keys()


async def test_every_question_is_answered_as_documented() -> None:
    client = Client()

    for ask, answer in frames.ASKED_AND_ANSWERED:
        heard = await client.say(ask.model_dump_json(exclude_none=True))

        assert_are_messages(heard)
        assert heard[0]["type"] == json.loads(answer.model_dump_json())["type"]


async def test_what_the_server_says_by_itself_is_as_documented() -> None:
    client = Client()
    ticket, subscribe = (
        ask.model_dump_json(exclude_none=True) for ask, _ in frames.ASKED_AND_ANSWERED[:2]
    )
    await client.say(ticket)

    heard = await client.say("nonsense") + await client.say(subscribe)
    client.connection.check(asyncio.get_running_loop().time() + HEARTBEAT_SECONDS)
    client.connection.stop()
    heard += client.heard()

    assert_are_messages(heard)
    assert [frame["type"] for frame in heard if frame["type"] != "subscribed"] == [
        "error",
        "resync",
        "heartbeat",
        "server_shutdown",
    ]
