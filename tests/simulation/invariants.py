"""What has to be true when a world has come to rest, whatever has happened in it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from bus.envelope import Envelope, effect_id
from simulation import agreement
from simulation.agreement import Books
from simulation.storage import Row
from simulation.world import World

Say = Iterator[str]
EFFECTS_MAX = 200
FROM_ELSEWHERE = {
    "USER_REGISTERED",
    "USER_DELETED",
    "CORPORATE_ACTION_ANNOUNCED",
    "CORPORATE_ACTION_EFFECTIVE",
}
LIVE = frozenset({"pending_new", "accepted", "held", "new", "partially_filled"})
STEPS = {
    "ORDER_FILLED": "filled",
    "ORDER_CANCELED": "canceled",
    "ORDER_EXPIRED": "expired",
    "ORDER_REPLACED": "replaced",
    "ORDER_REJECTED": "rejected",
}


def check(world: World) -> None:
    """Hold a world against everything that has to be true.

    Raises:
        AssertionError: it says what is not.
    """
    assert world.sights is not None
    books = Books(
        world.storages, world.sights, events(world), world.market.prices(), world.companies.deeds
    )
    said = [f"{rule.__name__}: {what}" for rule in RULES for what in rule(world)]
    said += [f"{rule.__name__}: {what}" for rule in agreement.RULES for what in rule(books)]
    assert not said, "\n".join([f"seed {world.seed}", *said[:8]])


def nothing_is_parked(world: World) -> Say:
    """No event was too much for who heard it."""
    for name, storage in world.storages.items():
        for row in storage.rows("parked"):
            yield f"{name}: {row['consumer']} could not take {row['type']}: {row['error']}"


def every_message_was_published(world: World) -> Say:
    """What was committed to be said, was said; and nothing was that was not committed."""
    committed = {row["id"] for storage in world.storages.values() for row in storage.sent}
    for name, storage in world.storages.items():
        lost = Counter(row["type"] for row in storage.sent if row["id"] not in world.broker.seen)
        yield from (f"{name} never said {many} {kind}" for kind, many in lost.items())
    for message in world.broker.seen.values():
        if message.id not in committed and message.type not in FROM_ELSEWHERE:
            yield f"{message.type} was said and never committed"


def every_event_was_handled(world: World) -> Say:
    """Whoever listens to an event has handled it, once: its inbox has it."""
    for queue in world.broker.queues.values():
        consumer, where = queue.where.consumer, queue.where
        inbox = world.storages[consumer.partition(".")[0]].rows("inbox")
        handled = {row["event_id"] for row in inbox if row["consumer"] == consumer}
        for message in world.broker.seen.values():
            is_here = where.partitions == 1 or message.partition == where.partition
            if not is_here or message.type not in where.names:
                continue
            for one in world.broker.read(message):
                if one.id not in handled:
                    yield f"{consumer} never handled {one.type}"


def nothing_is_left_over(world: World) -> Say:
    """Of what is published, almost nothing stays: the last is tidied with what comes next."""
    for name, storage in world.storages.items():
        if len(rows := storage.rows("outbox")) > 60:
            yield f"{name} keeps {len(rows)} messages in its outbox"


def ids_follow_from_causes(world: World) -> Say:
    """Whoever handles an event again says the same again, by the same name."""
    for one in events(world):
        if one.causationid is not None and one.id not in _names_of(one):
            yield f"nobody can tell {one.type} of {one.source} again"


def events_are_said_once(world: World) -> Say:
    """No decision is taken twice, and no order ends twice."""
    decided: Counter[UUID] = Counter()
    ended: Counter[UUID] = Counter()
    fills: Counter[UUID] = Counter()
    for one in events(world):
        order_id = getattr(one.data, "order_id", None)
        if one.source == "risk" and order_id is not None:
            decided[order_id] += 1
        if one.type in STEPS and order_id is not None:
            ended[order_id] += 1
        if (fill_id := getattr(one.data, "fill_id", None)) and one.source == "order":
            fills[fill_id] += 1
    for what, times in (("decided", decided), ("ended", ended), ("filled", fills)):
        for order_id, many in times.items():
            if many > 1:
                yield f"{order_id} is {what} {many} times"


def orders_end_alike(world: World) -> Say:
    """Every order is where it was said to be, and nobody waits for an answer."""
    last: dict[UUID, str] = {}
    for one in events(world):
        if one.type in STEPS:
            last[one.data.order_id] = STEPS[one.type]
    for order in world.storages["order"].rows("orders"):
        order_id, status = order["order_id"], str(order["status"])
        if (said := last.get(order_id)) != (None if status in LIVE else status):
            yield f"order {order_id} is {status}, and it was said that it is {said or 'live'}"
        if (order["ended_at"] is None) is not (status in LIVE):
            yield f"order {order_id} is {status} and ended at {order['ended_at']}"


def nobody_waits_for_an_answer(world: World) -> Say:
    """Whatever an owner wanted of an order has come to something, or to nothing."""
    for order in world.storages["order"].rows("orders"):
        order_id, status = order["order_id"], str(order["status"])
        if status == "pending_new":
            yield f"nobody has decided on order {order_id}"
        if status in LIVE and order["cancel_requested_at"] is not None:
            yield f"nobody has taken back order {order_id}, which is {status}"
        if status in LIVE and order["replaced_by"] is not None:
            yield f"order {order_id} still waits for what is to replace it"


def lives_are_whole(world: World) -> Say:
    """The steps of an order are counted without a gap, and so are the pages of a book."""
    storage = world.storages["order"]
    numbers: defaultdict[Any, list[int]] = defaultdict(list)
    for row in storage.rows("order_events"):
        numbers[row["order_id"]].append(row["number"])
    for row in storage.rows("inputs"):
        numbers[row["symbol"]].append(row["number"])
    for name, found in numbers.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"{name} has steps {sorted(found)}"
    filled = _sums(storage.rows("fills"), "order_id", "quantity")
    for order in storage.rows("orders"):
        if filled[order["order_id"]] != order["filled_quantity"]:
            yield f"order {order['order_id']} does not add up its fills"


def promises_are_kept(world: World) -> Say:
    """Every order that somebody was told of is there, and went to risk."""
    rows = world.storages["order"].rows("orders")
    stored = {(row["account_id"], row["client_order_id"]): row for row in rows}
    created = Counter(one.data.order_id for one in events(world) if one.type == "ORDER_CREATED")
    for name in world.traders.promised:
        order = stored.get(name)
        if order is None:
            yield f"{name[1]} was promised and is not there"
        elif created[order["order_id"]] != 1:
            yield f"{name[1]} was told {created[order['order_id']]} times"
    wanted = {row["order_id"] for row in rows if row["parent_id"] is None or row["replaces"]}
    yield from (f"{one} was never told" for one in wanted - created.keys())
    asked = {row["order_id"] for row in rows if row["cancel_requested_at"] is not None}
    told = {one.data.order_id for one in events(world) if one.type == "ORDER_CANCEL_REQUESTED"}
    yield from (f"nobody was told to take {one} back" for one in asked - told)


def wishes_of_owners_come_to_something(world: World) -> Say:
    """What an owner was told is under way was done, or refused, or something else came first."""
    storage = world.storages["portfolio"]
    ended: dict[UUID, str] = {row["transfer_id"]: row["state"] for row in storage.rows("transfers")}
    ended |= {row["winding_id"]: row["state"] for row in storage.rows("windings")}
    for one in world.owners.granted:
        if ended.get(one) not in {"done", "refused", "dropped"}:
            yield f"{one} was promised and is {ended.get(one)}"


def the_trail_is_whole(world: World) -> Say:
    """The audit trail has every event that belongs there, once, in one chain."""
    rows = sorted(world.storages["analytics"].rows("audit_trail"), key=lambda row: row["position"])
    queue = world.broker.queues["analytics.audit.v1.0"]
    wanted = Counter(one.id for one in events(world) if one.type in queue.where.names)
    if Counter(row["event_id"] for row in rows) != wanted:
        yield "it does not have every event once"
    for place, before, row in zip(count(2), rows, rows[1:], strict=False):
        if row["position"] != place or row["previous"] != before["hash"]:
            yield f"it is broken at {place}"


def events(world: World) -> Sequence[Envelope[Any]]:
    """Every event that was published, once each, in the order of the first time."""
    if world.heard is None:
        messages = world.broker.seen.values()
        all_ = (one for each in messages for one in world.broker.read(each))
        world.heard = list({one.id: one for one in all_}.values())
    return world.heard


def _names_of(one: Envelope[Any]) -> Iterator[UUID]:
    """The names that an effect of its cause can have."""
    assert one.causationid is not None
    actors = [str(getattr(one.data, "order_id", "")), *_ACTORS.get(one.source, ())]
    for number in range(EFFECTS_MAX):
        for actor in actors:
            yield effect_id(one.causationid, actor, number)


_ACTORS = {
    "risk": ("risk.accounts",),
    "portfolio": ("portfolio.accounts",),
    "order": ("order.book", "order.status", "order.house"),
}


def _sums(rows: Sequence[Row] | Any, key: str, figure: str) -> defaultdict[Any, Decimal]:  # noqa: ANN401
    found: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row[key]] += row[figure]
    return found


RULES: tuple[Callable[[World], Say], ...] = (
    nothing_is_parked,
    every_message_was_published,
    every_event_was_handled,
    nothing_is_left_over,
    ids_follow_from_causes,
    events_are_said_once,
    orders_end_alike,
    nobody_waits_for_an_answer,
    lives_are_whole,
    promises_are_kept,
    wishes_of_owners_come_to_something,
    the_trail_is_whole,
)
