"""Splits that a market has not reached when it begins anew."""

from exchanging import Trying, price, size, terms

from order.domain.exchange.inputs import place_item
from order.domain.exchange.order import Order
from order.domain.exchange.splitting import Split
from order.domain.pit.pit import Pit
from order.domain.units import SECOND, SHARE
from vocabulary import Symbol, TimeInForce

X = Symbol("X")
AT = 100 * SECOND
SAID = 1_700_000_000_000
"""Milliseconds, by the wall."""
TWO_FOR_ONE = Split(AT, "split", 2 * SHARE, SHARE)


def trading() -> tuple[Pit, Order]:
    """A pit at second 60, and an order that works in it."""
    pit, trying = Pit(X), Trying()
    pit.know(0, 0)
    pit.hear(["s", X, SECOND, "trading"], 1)
    trying.now = 60
    order = trying.order(terms("buy", "10", "8", time_in_force=TimeInForce.GTC))
    pit.wish(place_item(order), trying.at, [(str(order.order_id), ["id", "chain", None, None])])
    pit.pass_time(trying.at + SECOND)
    return pit, order


def asked(pit: Pit, order: Order) -> tuple[int, int]:
    """Shares that are open, and at which price."""
    assert pit.book is not None
    own = pit.book.find(order.order_id)
    assert own is not None
    return own.open, own.terms.bound


def told(pit: Pit) -> list[str]:
    """The words of what the book was told."""
    page = pit.turn_page()
    return [] if page is None else [item[0] for item in page.items]


def test_an_effective_one_is_due_before_the_market_begins_anew() -> None:
    pit, order = trading()
    pit.splits.know(TWO_FOR_ONE, SAID)
    told(pit)

    pit.hear(["b", 5 * SECOND], 2)

    assert asked(pit, order) == (size("20"), price("4"))
    assert [word for word in told(pit) if word != "c"] == ["split", "b"]


def test_one_that_was_said_after_the_market_had_begun_anew_waits_for_its_time() -> None:
    pit, order = trading()
    pit.splits.know(TWO_FOR_ONE, SAID)

    pit.hear(["b", 70 * SECOND], 2, SAID - 1)
    before = asked(pit, order)
    pit.pass_time(AT)

    assert before == (size("10"), price("8"))
    assert asked(pit, order) == (size("20"), price("4"))
    pit.hear(["b", 80 * SECOND], 3, SAID + 1)
    pit.pass_time(AT + SECOND)
    assert asked(pit, order) == (size("20"), price("4"))


def test_the_market_that_begins_anew_does_not_split_again() -> None:
    pit, order = trading()
    pit.splits.know(TWO_FOR_ONE, SAID)

    pit.hear(["b", 5 * SECOND], 2)
    pit.hear(["b", 6 * SECOND], 3)
    pit.hear(["s", X, AT + SECOND, "trading"], 4)
    pit.pass_time(AT + 2 * SECOND)

    assert asked(pit, order) == (size("20"), price("4"))
    assert told(pit).count("split") == 1


def test_one_that_was_reached_is_told_once() -> None:
    pit, order = trading()
    pit.splits.know(TWO_FOR_ONE, None)
    pit.pass_time(AT + SECOND)
    pit.splits.know(TWO_FOR_ONE, SAID)

    pit.hear(["b", 5 * SECOND], 2)

    assert asked(pit, order) == (size("20"), price("4"))
    assert told(pit).count("split") == 1


def test_one_that_is_only_announced_waits_for_the_market_that_reaches_it() -> None:
    pit, order = trading()
    pit.splits.know(TWO_FOR_ONE, None)

    pit.hear(["b", 5 * SECOND], 2)
    before = asked(pit, order)
    pit.pass_time(AT)

    assert before == (size("10"), price("8"))
    assert asked(pit, order) == (size("20"), price("4"))


def test_a_book_that_was_told_is_not_told_when_the_tape_is_read_again() -> None:
    pit, _ = trading()
    pit.splits.know(TWO_FOR_ONE, SAID)
    pit.told = 2
    told(pit)

    pit.hear(["b", 5 * SECOND], 2)

    assert told(pit) == []
