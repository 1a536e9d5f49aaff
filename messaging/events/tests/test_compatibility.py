"""The check of promises finds every way to break one, and lets facts be added."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from events import MarketSnapshot, OrderCreated
from events.schema.compatibility import breaks, breaks_of_all, schemas_in
from events.schema.facts import event_schema

Json = dict[str, Any]
OLD = event_schema(OrderCreated)


def remove_a_field(schema: Json) -> None:
    del schema["properties"]["bound_price"]
    schema["required"].remove("bound_price")


def remove_an_optional_field(schema: Json) -> None:
    del schema["properties"]["limit_price"]


def rename_a_field(schema: Json) -> None:
    schema["properties"]["size"] = schema["properties"].pop("quantity")
    schema["required"][schema["required"].index("quantity")] = "size"


def add_a_required_field(schema: Json) -> None:
    schema["properties"]["venue"] = {"type": "string"}
    schema["required"].append("venue")


def require_what_was_optional(schema: Json) -> None:
    schema["required"].append("limit_price")


def leave_out_what_was_required(schema: Json) -> None:
    schema["required"].remove("quantity")


def change_a_type(schema: Json) -> None:
    schema["properties"]["quantity"]["type"] = "number"


def change_a_scale(schema: Json) -> None:
    schema["properties"]["quantity"]["pattern"] = r"^\d+$"


def limit_a_length(schema: Json) -> None:
    schema["properties"]["symbol"]["maxLength"] = 4


def narrow_an_enumeration(schema: Json) -> None:
    schema["$defs"]["Side"]["enum"].remove("sell")


def open_an_enumeration(schema: Json) -> None:
    del schema["$defs"]["Side"]["enum"]


def close_a_text(schema: Json) -> None:
    schema["properties"]["symbol"]["enum"] = ["IBM"]


def change_what_a_field_refers_to(schema: Json) -> None:
    schema["properties"]["side"]["$ref"] = "#/$defs/OrderType"


def change_the_key(schema: Json) -> None:
    schema["x-key"] = "symbol"


def change_the_owner(schema: Json) -> None:
    schema["x-owner"] = "risk"


def change_the_exchange(schema: Json) -> None:
    schema["x-exchange"] = "outcry.market"


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (remove_a_field, ["ORDER_CREATED.bound_price: gone"]),
        (remove_an_optional_field, ["ORDER_CREATED.limit_price: gone"]),
        (rename_a_field, ["ORDER_CREATED.quantity: gone", "ORDER_CREATED.size: is required now"]),
        (add_a_required_field, ["ORDER_CREATED.venue: is required now"]),
        (require_what_was_optional, ["ORDER_CREATED.limit_price: is required now"]),
        (leave_out_what_was_required, ["ORDER_CREATED.quantity: may be missing now"]),
        (change_a_type, ["ORDER_CREATED.quantity: type was 'string', is 'number'"]),
        (narrow_an_enumeration, ["ORDER_CREATED.side: 'sell' is not allowed any more"]),
        (open_an_enumeration, ["ORDER_CREATED.side: enum changed"]),
        (close_a_text, ["ORDER_CREATED.symbol: enum changed"]),
        (limit_a_length, ["ORDER_CREATED.symbol: maxLength was None, is 4"]),
        (change_the_key, ["ORDER_CREATED: x-key was 'account_id', is 'symbol'"]),
        (change_the_owner, ["ORDER_CREATED: x-owner was 'order', is 'risk'"]),
        (
            change_the_exchange,
            ["ORDER_CREATED: x-exchange was 'outcry.events', is 'outcry.market'"],
        ),
    ],
)
def test_a_broken_promise_is_named(change: Callable[[Json], None], broken: list[str]) -> None:
    new = deepcopy(OLD)
    change(new)

    assert breaks("ORDER_CREATED", OLD, new) == broken


@pytest.mark.parametrize("change", [change_a_scale, change_what_a_field_refers_to])
def test_a_value_that_changes_its_shape_breaks_a_promise(change: Callable[[Json], None]) -> None:
    new = deepcopy(OLD)
    change(new)

    assert breaks("ORDER_CREATED", OLD, new)


def add_an_optional_field(schema: Json) -> None:
    schema["properties"]["venue"] = {"type": "string"}


def add_a_word(schema: Json) -> None:
    schema["$defs"]["OrderType"]["enum"].append("stop")


def reword(schema: Json) -> None:
    schema["description"] = schema["properties"]["side"]["description"] = "Better said."
    schema["examples"] = []


def leave_it_alone(schema: Json) -> None:
    pass


def rename_a_definition(schema: Json) -> None:
    schema["$defs"]["Direction"] = schema["$defs"].pop("Side")
    schema["properties"]["side"]["$ref"] = "#/$defs/Direction"


@pytest.mark.parametrize(
    "change", [add_an_optional_field, add_a_word, reword, rename_a_definition, leave_it_alone]
)
def test_what_does_no_harm_is_allowed(change: Callable[[Json], None]) -> None:
    new = deepcopy(OLD)
    change(new)

    assert breaks("ORDER_CREATED", OLD, new) == []


def test_what_is_inside_a_list_is_promised_too() -> None:
    old = event_schema(MarketSnapshot)
    new = deepcopy(old)
    new["$defs"]["Quote"]["properties"].pop("ask")

    assert breaks("MARKET_SNAPSHOT", old, new) == ["MARKET_SNAPSHOT.symbols[].quote.ask: gone"]


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        (["orders", "quotes", "news"], []),
        (["orders"], ["Subscribed.channels{}: 'quotes' is not allowed any more"]),
        (None, ["Subscribed.channels: propertyNames changed"]),
    ],
)
def test_names_in_an_object_are_an_enumeration_like_others(
    words: list[str] | None, broken: list[str]
) -> None:
    def subscribed(words: list[str] | None) -> Json:
        names = {"propertyNames": {"enum": words}} if words else {}
        return {"properties": {"channels": {"type": "object", **names}}}

    assert breaks("Subscribed", subscribed(["orders", "quotes"]), subscribed(words)) == broken


def test_an_event_may_come_and_may_not_go() -> None:
    assert breaks_of_all({}, {"ORDER_CREATED": OLD}) == []
    assert breaks_of_all({"ORDER_CREATED": OLD}, {}) == ["ORDER_CREATED: gone"]


def document(frame: Json, *, required: list[str]) -> Json:
    """A small AsyncAPI document: one schema, and one message that is made of it."""
    schema = {"properties": {"seq": {"type": "integer"}}, "required": required}
    message = {"payload": {"allOf": [{"$ref": "#/components/schemas/Frame"}, frame]}}
    return {"components": {"schemas": {"Frame": schema}, "messages": {"NEWS": message}}}


def test_messages_of_the_websocket_are_promised_too() -> None:
    old = schemas_in(document({"properties": {"type": {"const": "A"}}}, required=["seq"]))
    new = schemas_in(document({"properties": {"type": {"const": "B"}}}, required=[]))

    assert breaks_of_all(old, new) == [
        "asyncapi Frame.seq: may be missing now",
        "asyncapi NEWS.seq: may be missing now",
        "asyncapi NEWS.type: const was 'A', is 'B'",
    ]
