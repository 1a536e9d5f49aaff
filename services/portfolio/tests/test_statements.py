"""Statements of a day, a month, or any time: they add up, and follow each other."""

import csv
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from traders import NOON, Trader

from portfolio.api import statements
from portfolio.queries import statement as queries

pytestmark = pytest.mark.real

STORY = (
    (0, "buy 10 IBM 180 fee 1"),
    (1, "sell 4 IBM 190 fee 0.12"),
    (24, "sell 7 BAC 14"),
    (24 * 30, "sell 6 IBM 200"),
)


@pytest.fixture
async def saver(holder: Trader) -> Trader:
    """Somebody who traded on two days of October 2013 and on one of November."""
    for hours, trade in STORY:
        at = NOON + timedelta(hours=hours)
        await holder.simulation.publish(holder.fill(trade).model_copy(update={"market_time": at}))
    return holder


def sums(seen: dict[str, Any]) -> dict[str, Decimal]:
    """What a statement begins with, and what moved."""
    found = defaultdict[str, Decimal](Decimal, balances(seen["opening"]))
    for booked in seen["bookings"]:
        for line in booked["lines"]:
            found[line["asset"]] += Decimal(line["amount"])
            assert found[line["asset"]] == Decimal(line["balance"])
    return {asset: amount for asset, amount in found.items() if amount}


def balances(seen: dict[str, Any]) -> dict[str, Decimal]:
    positions = {one["symbol"]: Decimal(one["quantity"]) for one in seen["positions"]}
    return positions | ({"USD": Decimal(seen["cash"])} if seen["cash"] != "0" else {})


@pytest.mark.parametrize(
    ("query", "opening", "kinds", "closing"),
    [
        ({}, "0", "opening fill fee fill fee fill fill", "100256.88"),
        ({"day": "2013-10-07"}, "100000", "fill fee fill fee", "98958.88"),
        ({"day": "2013-10-08"}, "98958.88", "fill", "99056.88"),
        ({"day": "2013-10-09"}, "99056.88", "", "99056.88"),
        ({"month": "2013-10"}, "100000", "fill fee fill fee fill", "99056.88"),
        ({"month": "2013-11"}, "99056.88", "fill", "100256.88"),
        ({"since": "2013-10-07T13:00:00Z"}, "98199", "fill fee fill fill", "100256.88"),
        ({"until": "2013-10-07T13:00:00Z"}, "0", "opening fill fee", "98199"),
        ({"day": "2013-10-07", "epoch": 2}, "0", "", "0"),
    ],
)
async def test_a_statement_adds_up(
    saver: Trader, query: dict[str, str | int], opening: str, kinds: str, closing: str
) -> None:
    seen = await saver.see("/statement", **query)

    assert seen["opening"]["cash"] == opening
    assert " ".join(one["kind"] for one in seen["bookings"]) == kinds
    assert seen["closing"]["cash"] == closing
    assert sums(seen) == balances(seen["closing"])


async def test_one_statement_ends_as_the_next_begins_and_the_last_with_what_there_is(
    saver: Trader,
) -> None:
    days = [await saver.see("/statement", day=f"2013-10-{day:02}") for day in range(6, 32)] + [
        await saver.see("/statement", month="2013-11")
    ]

    for one, following in pairwise(days):
        assert one["closing"] == following["opening"]
        assert one["until"] == following["since"]
    now = await saver.see("")
    assert days[-1]["closing"] == {
        "cash": now["cash"],
        "positions": [{"symbol": "BAC", "quantity": "-7"}],
    }


async def test_as_a_file_it_has_a_balance_after_each_line(
    saver: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "ROWS_AT_ONCE", 2)
    answer = await saver.ask("/statement.csv", day="2013-10-07")

    rows = list(csv.DictReader(StringIO(answer.text, newline="")))
    assert [(one["kind"], one["asset"], one["amount"], one["balance"]) for one in rows] == [
        ("opening balance", "USD", "", "100000"),
        ("fill", "USD", "-1800", "98200"),
        ("fill", "IBM", "10", "10"),
        ("fee", "USD", "-1", "98199"),
        ("fill", "USD", "760", "98959"),
        ("fill", "IBM", "-4", "6"),
        ("fee", "USD", "-0.12", "98958.88"),
        ("closing balance", "IBM", "", "6"),
        ("closing balance", "USD", "", "98958.88"),
    ]
    assert rows[0]["market_time"] == "2013-10-07T04:00:00Z"


async def test_too_many_bookings_are_refused(
    saver: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "BOOKINGS_MAX", 3)

    assert await saver.problem("/statement", month="2013-10") == (422, "export_too_large")
    assert (await saver.ask("/statement", month="2013-11")).status_code == 200


@pytest.mark.parametrize(
    "query", [{"day": "2013-13-01"}, {"month": "2013-13"}, {"day": "1800-01-01"}, {"day": "0"}]
)
async def test_what_is_no_day_is_refused(saver: Trader, query: dict[str, str | int]) -> None:
    assert await saver.problem("/statement", **query) == (422, "validation_failed")
