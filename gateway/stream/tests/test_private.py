"""An account's own messages: numbered, complete, its owner's alone, and resumable."""

import asyncio
import json

import pytest
from live_edge import PRIVATE, LiveEdge, an_account, an_event, live_edge, metric, numbers

from bus.message import pack
from events import Event, PortfolioUpdated, RiskLimitBreached, UserRegistered
from stream.handlers import SUBSCRIPTION
from vocabulary import NO_MONEY, UserId

pytestmark = pytest.mark.real


async def test_a_message_says_what_happened_and_what_caused_it(edge: LiveEdge) -> None:
    account = an_account()
    client = await edge.enter(account)
    position = await client.subscribe(*PRIVATE)
    event = an_event(account, 7)

    (envelope,) = await edge.tell(event)

    assert await client.receive() == {
        "type": "ORDER_ACCEPTED",
        "seq": position["seq"] + 1,
        "epoch": position["epoch"],
        "id": str(envelope.id),
        "time": envelope.time.isoformat().replace("+00:00", "Z"),
        "correlationid": str(envelope.correlationid),
        "causationid": None,
        "data": json.loads(event.model_dump_json(exclude_none=True)),
    }


async def test_both_channels_share_one_count_and_each_client_has_its_own_choice(
    edge: LiveEdge,
) -> None:
    account = an_account()
    both, one = await edge.enter(account), await edge.enter(account)
    await both.subscribe(*PRIVATE)
    await one.subscribe("portfolio")
    cash = PortfolioUpdated(account_id=account, cash=NO_MONEY)
    limit = RiskLimitBreached(account_id=account, limit="x", allowed=NO_MONEY, reached=NO_MONEY)

    await edge.tell(an_event(account), cash, an_event(account), limit)

    everything = await both.receive_many(4)
    assert [message["seq"] for message in everything] == [1, 2, 3, 4]
    assert await one.receive_many(2) == [everything[1], everything[3]]
    assert await one.nothing_comes()


async def test_nobody_hears_of_another_account(edge: LiveEdge) -> None:
    accounts = [an_account() for _ in range(20)]
    clients = [await edge.enter(account) for account in accounts]
    for client in clients:
        await client.subscribe(*PRIVATE)

    for number in range(10):
        await edge.tell(*(an_event(account, number) for account in accounts))

    for account, client in zip(accounts, clients, strict=True):
        messages = await client.receive_many(10)
        assert {message["data"]["account_id"] for message in messages} == {str(account)}
        assert [message["seq"] for message in messages] == list(range(1, 11))
        assert await client.nothing_comes()


async def test_what_arrives_twice_is_told_once(edge: LiveEdge) -> None:
    account = an_account()
    client = await edge.enter(account)
    await client.subscribe(*PRIVATE)

    envelopes = await edge.tell(an_event(account, 1), an_event(account, 2))
    await edge.bus.publish(pack(envelopes))  # as a relay does after a crash
    await edge.tell(an_event(account, 3))

    messages = await client.receive_many(3)
    assert numbers(messages) == [1, 2, 3]
    assert [message["seq"] for message in messages] == [1, 2, 3]
    assert await client.nothing_comes()


async def test_events_are_acknowledged_once_they_are_in_the_log(edge: LiveEdge) -> None:
    account = an_account()
    await edge.tell(*(an_event(account, number) for number in range(1000)))
    await asyncio.sleep(0.05)

    await edge.bus.redeliver()

    client = await edge.enter(account)
    assert (await client.subscribe(*PRIVATE))["seq"] == 1000
    assert await edge.bus.consumers(SUBSCRIPTION) == 1


async def test_what_nobody_is_to_know_never_leaves(edge: LiveEdge) -> None:
    account = an_account()
    secret: Event = UserRegistered(user_id=UserId(account), account_id=account, display_name="A")

    assert secret.name not in SUBSCRIPTION.names


async def test_a_client_that_comes_back_gets_exactly_what_it_missed(edge: LiveEdge) -> None:
    account = an_account()
    client = await edge.enter(account)
    await client.subscribe(*PRIVATE)
    await edge.tell(*(an_event(account, number) for number in range(10)))
    last = (await client.receive_many(4))[-1]
    await client.socket.close()
    await edge.tell(*(an_event(account, number) for number in range(10, 1000)))

    client = await edge.enter(account)
    since = {"epoch": last["epoch"], "seq": last["seq"]}
    answer = await client.subscribe(*PRIVATE, since=since)
    await edge.tell(an_event(account, 1000))

    assert (answer["epoch"], answer["seq"]) == (last["epoch"], 4)
    messages = await client.receive_many(997)
    assert numbers(messages) == list(range(4, 1001))
    assert [message["seq"] for message in messages] == list(range(5, 1002))
    assert await client.nothing_comes()


async def test_who_was_away_too_long_is_told_to_start_over(edge: LiveEdge) -> None:
    account = an_account()
    client = await edge.enter(account)
    epoch = (await client.subscribe(*PRIVATE))["epoch"]
    await client.socket.close()
    await edge.tell(*(an_event(account, number) for number in range(1001)))

    client = await edge.enter(account)
    await client.subscribe("orders", since={"epoch": epoch, "seq": 0})

    assert await client.receive() == {"type": "resync", "epoch": epoch, "seq": 1001}
    await edge.tell(an_event(account, 1001))
    assert (await client.receive())["seq"] == 1002


async def test_the_numbers_of_another_process_mean_nothing(redis_url: str) -> None:
    account = an_account()
    async with live_edge(redis_url) as edge:
        client = await edge.enter(account)
        before = await client.subscribe(*PRIVATE)
    async with live_edge(redis_url) as edge:
        client = await edge.enter(account)
        since = {"epoch": before["epoch"], "seq": before["seq"]}
        after = await client.subscribe(*PRIVATE, since=since)

        assert after["epoch"] != before["epoch"]
        assert (await client.receive())["type"] == "resync"


async def test_going_back_in_the_middle_is_refused(edge: LiveEdge) -> None:
    client = await edge.enter(an_account())
    position = await client.subscribe("orders")

    since = {"epoch": position["epoch"], "seq": 0}
    await client.send("subscribe", channels=["portfolio"], since=since)

    assert (await client.receive())["code"] == "bad_since"


async def test_what_is_unsubscribed_is_not_told_and_can_be_resumed(edge: LiveEdge) -> None:
    account = an_account()
    client = await edge.enter(account)
    position = await client.subscribe(*PRIVATE)

    await client.send("unsubscribe", channels=["orders"])
    assert (await client.receive())["channels"] == {"portfolio": []}
    await edge.tell(an_event(account, 1))
    assert await client.nothing_comes()
    await client.send("unsubscribe", channels=PRIVATE)
    assert (await client.receive())["channels"] == {}

    since = {"epoch": position["epoch"], "seq": 0}
    await client.subscribe("orders", since=since)
    assert numbers([await client.receive()]) == [1]


async def test_a_burst_is_not_too_much_for_a_client_that_reads(edge: LiveEdge) -> None:
    account = an_account()
    client = await edge.enter(account)
    await client.subscribe(*PRIVATE)

    for start in range(0, 900, 300):  # far more than any queue of a single client would take
        await edge.tell(*(an_event(account, number) for number in range(start, start + 300)))

    assert numbers(await client.receive_many(900)) == list(range(900))


async def test_what_comes_in_quick_succession_is_sent_together(edge: LiveEdge) -> None:
    account = an_account()
    client = await edge.enter(account)
    await client.subscribe(*PRIVATE)
    before = metric("stream_send_lag_seconds_count")  # of writes

    for number in range(50):
        await edge.tell(an_event(account, number))
        await asyncio.sleep(0)

    assert numbers(await client.receive_many(50)) == list(range(50))
    assert metric("stream_send_lag_seconds_count") - before < 25
