"""What a client may say, and how it is told what was wrong."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.domain.channels import ANY, Channel
from stream.domain.messages import (
    Authenticate,
    BadMessage,
    Ping,
    Position,
    Subscribe,
    Unsubscribe,
    read,
)
from vocabulary import Symbol

IBM = Symbol("IBM")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ('{"action":"authenticate","ticket":"t"}', Authenticate("t")),
        ('{"action":"ping","anything":"else"}', Ping()),
        (
            '{"action":"subscribe","channels":["orders","orders"]}',
            Subscribe(frozenset({Channel.ORDERS})),
        ),
        (
            '{"action":"subscribe","channels":["quotes","clock"],"symbols":["IBM","*"]}',
            Subscribe(frozenset({Channel.QUOTES, Channel.CLOCK}), frozenset({IBM, ANY})),
        ),
        (
            '{"action":"subscribe","channels":["portfolio"],"since":{"epoch":"e","seq":0}}',
            Subscribe(frozenset({Channel.PORTFOLIO}), since=Position("e", 0)),
        ),
        (
            '{"action":"unsubscribe","channels":["bars"]}',
            Unsubscribe(frozenset({Channel.BARS})),
        ),
    ],
)
def test_a_message_asks_for_an_action(text: str, action: object) -> None:
    assert read(text) == action


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "binary"),
        ("", "bad_json"),
        ("{", "bad_json"),
        ("[" * 60_000, "bad_json"),
        ('"' + "9" * 5_000 + '"', "bad_json"),
        ("9" * 5_000, "bad_json"),
        ("[]", "bad_json"),
        ("null", "bad_json"),
        ("{}", "unknown_action"),
        ('{"action":null}', "unknown_action"),
        ('{"action":["subscribe"]}', "unknown_action"),
        ('{"action":"Subscribe"}', "unknown_action"),
        ('{"action":"authenticate"}', "bad_ticket"),
        ('{"action":"authenticate","ticket":""}', "bad_ticket"),
        ('{"action":"authenticate","ticket":7}', "bad_ticket"),
        ('{"action":"authenticate","ticket":"' + "t" * 129 + '"}', "bad_ticket"),
        ('{"action":"subscribe"}', "unknown_channel"),
        ('{"action":"subscribe","channels":[]}', "unknown_channel"),
        ('{"action":"subscribe","channels":["everything"]}', "unknown_channel"),
        ('{"action":"subscribe","channels":"orders"}', "bad_channels"),
        ('{"action":"subscribe","channels":[1]}', "bad_channels"),
        ('{"action":"subscribe","channels":{"orders":1}}', "bad_channels"),
        ('{"action":"subscribe","channels":["quotes"]}', "symbols_missing"),
        ('{"action":"subscribe","channels":["quotes"],"symbols":"IBM"}', "bad_symbols"),
        ('{"action":"subscribe","channels":["quotes"],"symbols":[null]}', "bad_symbols"),
        ('{"action":"subscribe","channels":["quotes"],"symbols":[""]}', "bad_symbol"),
        ('{"action":"subscribe","channels":["quotes"],"symbols":["I BM"]}', "bad_symbol"),
        ('{"action":"subscribe","channels":["quotes"],"symbols":["I*"]}', "bad_symbol"),
        ('{"action":"subscribe","channels":["quotes"],"symbols":["ÏBM"]}', "bad_symbol"),
        ('{"action":"subscribe","channels":["quotes"],"symbols":["\\u0000"]}', "bad_symbol"),
        (json.dumps({"action": "unsubscribe", "channels": ["bars"], "symbols": ["S" * 33]}),
         "bad_symbol"),
    ],
)  # fmt: skip
def test_a_message_that_makes_no_sense_is_told_why(text: str | None, code: str) -> None:
    with pytest.raises(BadMessage) as refusal:
        read(text)

    assert refusal.value.code == code
    assert str(refusal.value)


@pytest.mark.parametrize(
    "since",
    [7, "e", {}, {"epoch": "e"}, {"epoch": 1, "seq": 1}]
    + [{"epoch": "e", "seq": seq} for seq in (-1, 1.0, True, "1", None)],
)
def test_a_place_to_resume_from_is_an_epoch_and_a_number(since: object) -> None:
    with pytest.raises(BadMessage, match="epoch and seq"):
        read(json.dumps({"action": "subscribe", "channels": ["orders"], "since": since}))


def test_prices_cannot_be_resumed() -> None:
    since = {"epoch": "e", "seq": 1}

    with pytest.raises(BadMessage, match="only orders, portfolio, security can"):
        read(json.dumps({"action": "subscribe", "channels": ["clock"], "since": since}))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
NAMES = st.sampled_from(["subscribe", "unsubscribe", "authenticate", "ping", "x"])
FIELDS = st.dictionaries(
    st.sampled_from(["channels", "symbols", "since", "ticket", "epoch"]),
    JSON | st.lists(st.sampled_from([*Channel, "*", "IBM"])),
)


@given(st.text() | JSON.map(json.dumps))
def test_no_text_at_all_is_more_than_a_bad_message(text: str) -> None:
    with pytest.raises(BadMessage):
        read(text)


@given(NAMES, FIELDS)
def test_no_field_at_all_is_more_than_a_bad_message(action: str, fields: dict[str, object]) -> None:
    with suppress(BadMessage):
        read(json.dumps({**fields, "action": action}))
