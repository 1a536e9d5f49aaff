"""What a spreadsheet makes of a list: numbers where there are numbers, and never a formula."""

import csv
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.schemas.spreadsheet import FORMULAS, Cell, lines


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (7, "7"),
        (Decimal("-12.5000"), "-12.5"),
        (Decimal("1E+3"), "1000"),
        ("IBM", "IBM"),
        ("a,b", '"a,b"'),
        ('say "a"', '"say ""a"""'),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ('=HYPERLINK("http://a,b")', '"\'=HYPERLINK(""http://a,b"")"'),
        ("\t=1", "'\t=1"),
        ("\r=1", '"\'\r=1"'),
    ],
)
def test_a_cell(cell: Cell, written: str) -> None:
    assert lines([[cell, "x"]]) == f"{written},x\r\n"


def test_times_are_in_utc() -> None:
    noon = datetime(2013, 10, 7, 8, tzinfo=timezone(-timedelta(hours=4)))

    assert lines([[noon]]) == "2013-10-07T12:00:00Z\r\n"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_any_text_comes_back_and_none_begins_like_a_formula(texts: list[str]) -> None:
    (row,) = csv.reader(StringIO(lines([texts]), newline=""))

    assert not any(one.startswith(FORMULAS) for one in row)
    assert [one.removeprefix("'") for one in row] == [one.removeprefix("'") for one in texts]
