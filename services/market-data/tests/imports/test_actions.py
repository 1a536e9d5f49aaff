"""Corporate actions from a file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from market_data.domain.actions import Dividend, Split
from market_data.feeds.feed import FeedRefused
from market_data.imports.actions import read_actions
from vocabulary import Money, Quantity

Written = Callable[..., Path]
HEADER = "symbol,ex_date,kind,new_shares,old_shares,cash,pay_date"


def split(new: int, old: int) -> Split:
    return Split(Quantity(Decimal(new)), Quantity(Decimal(old)))


def test_splits_and_dividends_are_read_with_their_lines(written: Written) -> None:
    file = read_actions(
        written(
            "actions.csv",
            HEADER,
            "AAPL,2014-06-09,split,7,1,,",
            "",
            "aapl,2014-05-08,Dividend,,,0.47,2014-05-15",
            "GE,2021-08-02,split,1,8,,",
            "IBM,2014-05-07,dividend,,,1.10,",
        )
    )

    assert [(line, one.symbol, str(one.ex_date), one.what) for line, one in file.actions] == [
        (2, "AAPL", "2014-06-09", split(7, 1)),
        (4, "AAPL", "2014-05-08", Dividend(Money(Decimal("0.47")), date(2014, 5, 15))),
        (5, "GE", "2021-08-02", split(1, 8)),
        (6, "IBM", "2014-05-07", Dividend(Money(Decimal("1.10")))),
    ]
    assert file.broken.count == 0


def test_a_file_of_splits_needs_no_columns_for_dividends(written: Written) -> None:
    file = read_actions(
        written(
            "splits.csv", "Ticker,ex_date,kind,old_shares,new_shares", "GE,2021-08-02,split,8,1"
        )
    )

    assert [one.what for _, one in file.actions] == [split(1, 8)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("AAPL,2014-06-09,merger,7,1,,", "'merger' is neither split nor dividend"),
        ("AAPL,9 June,split,7,1,,", "Invalid isoformat string: '9 June'"),
        ("AAPL,9999-12-31,split,7,1,,", "'9999-12-31' is not from 1900 to 2199"),
        ("AAPL,2014-06-09,split,7,,,", "it does not say old_shares"),
        ("AAPL,2014-06-09,split,0,1,,", "a split is of some shares into some shares"),
        ("AAPL,2014-06-09,split,1,1,,", "a split into as many shares as before is none"),
        ("AAPL,2014-06-09,dividend,,,,", "it does not say cash"),
        ("AAPL,2014-06-09,dividend,,,-1,", "'-1' is not a price or size"),
        ("AAPL,2014-06-09,dividend,,,1,soon", "Invalid isoformat string: 'soon'"),
        ("A B,2014-06-09,dividend,,,1,", "'A B' is not a symbol"),
        ("AAPL,2014-06-09,dividend", "3 columns instead of 7"),
    ],
)
def test_a_broken_line_is_left_out_and_said(line: str, reason: str, written: Written) -> None:
    file = read_actions(written("actions.csv", HEADER, line, "IBM,2014-05-07,dividend,,,1.10,"))

    assert [line for line, _ in file.actions] == [3]
    assert [str(one) for one in file.broken.first] == [f"actions.csv:2: {reason}"]


@pytest.mark.parametrize(
    ("lines", "code"), [([], "empty_file"), (["symbol,date,kind"], "missing_column")]
)
def test_a_file_of_something_else_is_refused(lines: list[str], code: str, written: Written) -> None:
    path = written("actions.csv", *lines)

    with pytest.raises(FeedRefused) as refusal:
        read_actions(path)

    assert refusal.value.code == code
