"""What is told, and what is left out when it comes too fast."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from market_data.domain.actions import Split
from market_data.domain.board import TRADES_UNTOLD_MAX, UNSAVED_MAX, Board, Numbered
from market_data.domain.ticks import QuoteTick, TradeTick
from vocabulary import NO_SHARES, Price, Quantity, Symbol

NOON = datetime(2013, 10, 7, 12, tzinfo=UTC)
IBM, BAC = Symbol("IBM"), Symbol("BAC")
LOT = Quantity(Decimal(100))


def a_quote(symbol: Symbol, bid: int) -> QuoteTick:
    price = Price(Decimal(bid))
    return QuoteTick(NOON, symbol, price, LOT, Price(price + 1), LOT)


def a_trade(symbol: Symbol, price: int) -> TradeTick:
    return TradeTick(NOON, symbol, Price(Decimal(price)), LOT)


def test_of_several_quotes_only_the_newest_is_told() -> None:
    board = Board([IBM, BAC], 1000)
    for bid in (1, 2, 3):
        board.quote(a_quote(IBM, bid))

    assert board.take_quotes() == [Numbered(1003, a_quote(IBM, 3))]
    assert board.take_quotes() == []


def test_quotes_and_trades_of_a_symbol_share_one_sequence() -> None:
    board = Board([IBM, BAC], 1000)
    board.quote(a_quote(IBM, 1))
    board.trade(a_trade(IBM, 2))
    board.quote(a_quote(BAC, 7))
    board.quote(a_quote(IBM, 3))

    assert [one.sequence for one in board.take_trades()] == [1002]
    assert [(one.tick.symbol, one.sequence) for one in board.take_quotes()] == [
        (IBM, 1003),
        (BAC, 1001),
    ]


def test_trades_are_told_one_by_one_and_under_many_the_oldest_are_left_out() -> None:
    board = Board([IBM], 0)
    for price in range(1, TRADES_UNTOLD_MAX + 4):
        board.trade(a_trade(IBM, price))

    told = [int(one.tick.price) for one in board.take_trades()]

    assert told == list(range(4, TRADES_UNTOLD_MAX + 4))
    assert board.take_trades() == []


def test_whoever_has_seen_a_symbol_sees_it_again_when_it_has_moved() -> None:
    board = Board([IBM, BAC], 0)
    seen: dict[Symbol, int] = {}
    board.quote(a_quote(IBM, 1))
    assert len(board.take_moved(seen)) == 2  # nothing was seen yet, not even what never moved
    assert board.take_moved(seen) == []

    board.trade(a_trade(BAC, 5))

    assert board.take_moved(seen) == [board.standing(BAC)]
    assert len(board.take_moved({})) == 2


def test_a_restored_quote_stands_until_the_next_and_is_not_news() -> None:
    board = Board([IBM], 1000)

    board.restore(Numbered(2000, a_quote(IBM, 1)), Price(Decimal(9)), None)
    standing = board.standing(IBM)

    assert standing is not None
    assert (standing.quote, standing.last) == (Numbered(2000, a_quote(IBM, 1)), Decimal(9))
    assert standing.last_time == NOON
    assert board.take_quotes() == []
    board.quote(a_quote(IBM, 2))
    assert board.take_quotes() == [Numbered(2001 + UNSAVED_MAX, a_quote(IBM, 2))]


def test_a_symbol_that_nobody_has_heard_of_stands_nowhere() -> None:
    assert Board([IBM], 0).standing(BAC) is None
    assert len(Board([IBM], 0).standings()) == 1


def test_a_quote_in_doubt_is_told_once_more_as_stale_and_the_next_one_is_not() -> None:
    board = Board([IBM, BAC], 1000)
    board.quote(a_quote(IBM, 1))
    board.take_quotes()
    for _ in range(2):
        board.doubt(IBM)
        board.doubt(BAC)

    assert board.take_quotes() == [Numbered(1002, a_quote(IBM, 1)._replace(stale=True))]

    board.quote(a_quote(IBM, 2))

    assert board.take_quotes() == [Numbered(1003, a_quote(IBM, 2))]


def test_what_begins_anew_quotes_nothing_and_goes_on_counting() -> None:
    board = Board([IBM, BAC], 1000)
    board.quote(a_quote(IBM, 1))
    board.trade(a_trade(IBM, 2))
    earlier = NOON.replace(hour=9)

    board.begin_anew(earlier)

    nothing = QuoteTick(earlier, IBM, None, NO_SHARES, None, NO_SHARES)
    assert board.take_quotes() == [Numbered(1003, nothing)]
    assert board.take_trades() == []
    standing = board.standing(IBM)
    assert standing is not None
    assert standing.last is None


def test_what_was_last_paid_before_a_split_is_told_for_a_new_share_once() -> None:
    board, three = Board([IBM, BAC], 0), Split(Quantity(Decimal(3)), Quantity(Decimal(1)))
    for symbol in (IBM, BAC):
        board.trade(a_trade(symbol, 10))
    midnight = NOON + timedelta(hours=12)

    for time in (NOON, midnight, midnight):
        board.split(IBM, three, time)

    (told,) = board.take_repriced()
    assert (told.last, told.last_time) == (Decimal("3.33333333"), midnight)
    assert board.take_repriced() == []
    assert told.sequence == 2


def test_a_split_of_a_symbol_that_never_traded_changes_nothing() -> None:
    board, two = Board([IBM], 0), Split(Quantity(Decimal(2)), Quantity(Decimal(1)))
    board.quote(a_quote(IBM, 1))

    board.split(IBM, two, NOON)
    board.split(BAC, two, NOON)

    assert board.take_repriced() == []
