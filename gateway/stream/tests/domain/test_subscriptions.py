"""What one client listens to."""

import pytest

from stream.domain.channels import ANY, Channel, Topic
from stream.domain.messages import BadMessage, Subscribe, Unsubscribe
from stream.domain.subscriptions import SYMBOLS_MAX, Subscriptions
from vocabulary import Symbol

IBM, BAC = Symbol("IBM"), Symbol("BAC")
QUOTES, BARS, ORDERS, CLOCK = Channel.QUOTES, Channel.BARS, Channel.ORDERS, Channel.CLOCK


def listening() -> Subscriptions:
    subscriptions = Subscriptions()
    subscriptions.add(Subscribe(frozenset({QUOTES, BARS, ORDERS, CLOCK}), frozenset({IBM, BAC})))
    return subscriptions


def test_symbols_concern_prices_only() -> None:
    assert listening().described() == {
        "bars": ["BAC", "IBM"],
        "clock": [],
        "orders": [],
        "quotes": ["BAC", "IBM"],
    }


def test_only_what_was_not_listened_to_is_new() -> None:
    subscriptions = listening()

    added = subscriptions.add(Subscribe(frozenset({QUOTES}), frozenset({IBM, ANY})))

    assert added == {Topic(QUOTES, ANY)}


def test_one_symbol_of_one_channel_can_be_let_go() -> None:
    subscriptions = listening()

    gone = subscriptions.remove(Unsubscribe(frozenset({QUOTES}), frozenset({IBM})))

    assert gone == {Topic(QUOTES, IBM)}
    assert subscriptions.described()["quotes"] == ["BAC"]
    assert subscriptions.described()["bars"] == ["BAC", "IBM"]


def test_a_channel_without_symbols_is_let_go_as_a_whole() -> None:
    subscriptions = listening()

    subscriptions.remove(Unsubscribe(frozenset({QUOTES, ORDERS, CLOCK})))

    assert subscriptions.described() == {"bars": ["BAC", "IBM"]}


def test_too_many_symbols_change_nothing() -> None:
    subscriptions = listening()
    many = frozenset(Symbol(f"S{number}") for number in range(SYMBOLS_MAX - 2))

    with pytest.raises(BadMessage, match="at most 500"):  # the clock's own counts too
        subscriptions.add(Subscribe(frozenset({QUOTES, Channel.PORTFOLIO}), many))

    assert subscriptions.described() == listening().described()
