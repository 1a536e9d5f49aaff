"""What happens to orders of every kind reaches their owner, whole, on the channel of orders."""

import json
from typing import Any

import pytest
from live_edge import LiveEdge, an_account

from events import CATALOGUE, Event, OrderBook, OrderCreated, OrderFilled, OrderUpdated
from events.examples import EXAMPLES
from stream.domain.channels import Channel
from stream.handlers import PRIVATE, PUBLIC
from vocabulary import AccountId

OF_ORDERS = sorted(name for name, channel in PRIVATE.items() if channel is Channel.ORDERS)
LEG = {
    "order_id": "0191e0a4-7d00-7000-8000-0000000000d7",
    "role": "stop_loss",
    "order_type": "trailing_stop",
    "trail_percent": "1.5",
    "bound_price": "170",
    "fee_bound": "0.12",
}
GROUP = "0191e0a4-7d00-7000-8000-0000000000d1"
FIELDS: dict[type[Event], dict[str, Any]] = {
    OrderCreated: {
        "order_class": "oto",
        "time_in_force": "gtc",
        "stop_price": "180",
        "fee_bound": "1",
        "legs": [LEG],
        "replaces": GROUP,
    },
    OrderFilled: {"fee": "0.12", "group_id": GROUP},
    OrderUpdated: {"status": "held", "open_quantity": "10", "group_id": GROUP},
}
"""Some that only some orders have."""


def told_to(account: AccountId, name: str, **fields: object) -> Event:
    """The example of an event, about somebody's order."""
    facts = json.loads(EXAMPLES[name].model_dump_json(exclude_none=True))
    return CATALOGUE[name].model_validate(facts | {"account_id": str(account)} | fields)


@pytest.mark.real
@pytest.mark.parametrize("name", OF_ORDERS)
async def test_whatever_happens_to_an_order_its_owner_is_told(edge: LiveEdge, name: str) -> None:
    account = an_account()
    owner, stranger = await edge.enter(account), await edge.enter(an_account())
    for client in (owner, stranger):
        await client.subscribe("orders")
    event = told_to(account, name)

    await edge.tell(event)

    message = await owner.receive()
    assert message["type"] == name
    assert message["data"] == json.loads(event.model_dump_json(exclude_none=True))
    assert await stranger.nothing_comes()


@pytest.mark.real
@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.name)
async def test_what_only_some_orders_have_is_told_too(edge: LiveEdge, kind: type[Event]) -> None:
    account = an_account()
    owner = await edge.enter(account)
    await owner.subscribe("orders")

    await edge.tell(told_to(account, kind.name, **FIELDS[kind]))

    data = (await owner.receive())["data"]
    assert {name: data[name] for name in FIELDS[kind] if name != "legs"} == {
        name: value for name, value in FIELDS[kind].items() if name != "legs"
    }
    assert [LEG.items() <= leg.items() for leg in data.get("legs", [])] == (
        [True] if "legs" in FIELDS[kind] else []
    )


def test_what_our_orders_show_is_told_as_part_of_the_depth_only() -> None:
    assert OrderBook.name not in PUBLIC
    assert OrderBook.name not in PRIVATE
