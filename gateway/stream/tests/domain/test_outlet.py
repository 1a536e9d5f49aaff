"""What a client gets first, and when it is too far behind."""

from uuid import UUID

import pytest

from stream.domain.channels import PRIVATE, Channel, Topic
from stream.domain.journal import Journal
from stream.domain.latest import Frame, Price
from stream.domain.log import Behind
from stream.domain.outlet import REPLIES_MAX, Due, Lane, Outlet
from vocabulary import AccountId, Symbol

ACCOUNT = AccountId(UUID(int=1))
IBM = Topic(Channel.QUOTES, Symbol("IBM"))


def test_replies_go_first_then_private_messages_then_prices() -> None:
    journal, outlet = Journal("e"), Outlet()
    outlet.reader, _ = journal.follow(ACCOUNT, PRIVATE, None, 0)
    outlet.prices.offer(Price(IBM, Frame(lambda: "price")))
    journal.record(ACCOUNT, UUID(int=2), Channel.ORDERS, lambda _: "private", 3.0)
    outlet.reply("reply")

    assert [outlet.next() for _ in range(4)] == [
        Due(Lane.CONTROL, "reply"),
        Due(Lane.PRIVATE, "private", 3.0),
        Due(Lane.PRICES, "price"),
        None,
    ]


def test_a_client_that_asks_and_does_not_listen_is_behind() -> None:
    outlet = Outlet()
    for _ in range(REPLIES_MAX):
        outlet.reply("pong")

    with pytest.raises(Behind):
        outlet.reply("pong")


def test_a_few_large_replies_are_as_many_as_many_small_ones() -> None:
    outlet = Outlet()
    outlet.reply("x" * 200_000)
    assert outlet.next() is not None
    outlet.reply("x" * 200_000)

    with pytest.raises(Behind):
        outlet.reply("x" * 100_000)


def test_what_waits_is_counted_by_lane() -> None:
    journal, outlet = Journal("e"), Outlet()
    assert outlet.waiting() == {Lane.CONTROL: 0, Lane.PRIVATE: 0, Lane.PRICES: 0}
    outlet.reader, _ = journal.follow(ACCOUNT, PRIVATE, None, 0)
    for number in range(3):
        outlet.prices.offer(Price(IBM, Frame(lambda: "price"), keep=2))
        journal.record(ACCOUNT, UUID(int=number), Channel.ORDERS, lambda _: "private", 3.0)
    outlet.reply("reply")

    assert outlet.waiting() == {Lane.CONTROL: 1, Lane.PRIVATE: 3, Lane.PRICES: 2}
