"""What happened to an account, found again: filters, cursors, lots, and files of all of it."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from traders import NOON, Trader

from chassis.testing import sign_in
from events import OrderFilled
from portfolio.queries import exports

pytestmark = pytest.mark.real


async def trade_by_the_hour(trader: Trader, *trades: str) -> list[OrderFilled]:
    """Trade once an hour, from noon on."""
    fills = [
        trader.fill(one).model_copy(update={"market_time": NOON + timedelta(hours=hour)})
        for hour, one in enumerate(trades)
    ]
    await trader.simulation.publish(*fills)
    return fills


async def read_all(trader: Trader, path: str, **query: str | int) -> list[dict[str, Any]]:
    """Every part of a list, one at a time."""
    page = await trader.see(path, limit=1, **query)
    found = [*page["items"]]
    while page["next_cursor"] is not None:
        page = await trader.see(path, limit=1, cursor=page["next_cursor"], **query)
        found += page["items"]
    return found


async def rows_of(trader: Trader, path: str, **query: str | int) -> list[dict[str, str]]:
    answer = await trader.ask(path, **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    return list(csv.DictReader(StringIO(answer.text, newline="")))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["4", "3", "2", "1"]),
        ({"symbol": "IBM"}, ["4", "2", "1"]),
        ({"side": "sell"}, ["3", "2"]),
        ({"symbol": "IBM", "side": "sell"}, ["2"]),
        ({"since": "2013-10-07T13:00:00Z"}, ["4", "3", "2"]),
        ({"until": "2013-10-07T13:00:00Z"}, ["1"]),
        ({"since": "2013-10-07T09:00:00-04:00", "until": "2013-10-07T15:00:00Z"}, ["3", "2"]),
        ({"since": "2013-10-07T15:00:00Z", "until": "2013-10-07T12:00:00Z"}, []),
        ({"epoch": 1}, ["4", "3", "2", "1"]),
        ({"epoch": 2}, []),
    ],
)
async def test_trades_can_be_looked_for(
    holder: Trader, query: dict[str, str | int], expected: list[str]
) -> None:
    await trade_by_the_hour(
        holder, "buy 1 IBM 180", "sell 2 IBM 181", "sell 3 BAC 14", "buy 4 IBM 180"
    )

    assert [one["quantity"] for one in await read_all(holder, "/trades", **query)] == expected
    assert [one["quantity"] for one in await rows_of(holder, "/trades.csv", **query)] == expected


async def test_the_trades_of_an_order_can_be_looked_for(holder: Trader) -> None:
    first, _ = await trade_by_the_hour(holder, "buy 1 IBM 180", "buy 2 IBM 181")

    found = await read_all(holder, "/trades", order_id=str(first.order_id))

    assert [one["quantity"] for one in found] == ["1"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"kind": "fill"}, [4, 3, 2]),
        ({"kind": "opening"}, [1]),
        ({"symbol": "IBM"}, [3, 2]),
        ({"symbol": "BAC", "kind": "fee"}, []),
        ({"since": "2013-10-07T13:00:00Z"}, [5, 4, 3]),
        ({"until": "2013-10-07T13:00:00Z"}, [2, 1]),
    ],
)
async def test_bookings_can_be_looked_for(
    holder: Trader, query: dict[str, str | int], expected: list[int]
) -> None:
    await trade_by_the_hour(holder, "buy 1 IBM 180", "sell 1 IBM 181", "sell 3 BAC 14 fee 0.5")

    assert [one["number"] for one in await read_all(holder, "/ledger", **query)] == expected
    rows = await rows_of(holder, "/ledger.csv", **query)
    assert list(dict.fromkeys(int(one["number"]) for one in rows)) == expected


async def test_several_kinds_can_be_looked_for_at_once(holder: Trader) -> None:
    await holder.trade("buy 1 IBM 180 fee 0.5")

    url = "/api/portfolio/ledger?kind=fee&kind=opening"
    answer = await holder.client.get(url, headers=sign_in(holder.account_id))

    assert [one["kind"] for one in answer.json()["items"]] == ["fee", "opening"]


async def test_going_on_shows_nothing_twice_while_more_is_added(holder: Trader) -> None:
    await holder.trade("buy 1 IBM 180", "buy 2 IBM 180", "buy 3 IBM 180")
    first = await holder.see("/trades", limit=1)

    await holder.trade("buy 4 IBM 180", "buy 5 IBM 180")
    second = await holder.see("/trades", limit=5, cursor=first["next_cursor"])

    assert [one["quantity"] for one in first["items"]] == ["3"]
    assert [one["quantity"] for one in second["items"]] == ["2", "1"]


async def test_a_cursor_of_nowhere_leads_nowhere(holder: Trader) -> None:
    await holder.trade("buy 1 IBM 180")

    assert (await holder.see("/trades", cursor="AAAAAAAAAAAA"))["items"] == []
    assert len((await holder.see("/trades", cursor="____________"))["items"]) == 1


async def test_lots_show_which_fill_brought_what_is_held(holder: Trader) -> None:
    fills = await trade_by_the_hour(
        holder, "buy 10 IBM 180", "buy 30 IBM 182", "sell 15 IBM 190 fee 1", "sell 7 BAC 14"
    )

    lots = await read_all(holder, "/lots")
    closed = await read_all(holder, "/closings")
    assert lots == [
        {
            "lot_id": str(fills[1].fill_id),
            "symbol": "IBM",
            "quantity": "25",
            "cost": "4550",
            "price": "182",
            "opened_at": "2013-10-07T13:00:00Z",
        },
        {
            "lot_id": str(fills[3].fill_id),
            "symbol": "BAC",
            "quantity": "-7",
            "cost": "-98",
            "price": "14",
            "opened_at": "2013-10-07T15:00:00Z",
        },
    ]
    assert [(one["quantity"], one["realised"], one["lot_id"]) for one in closed] == [
        ("5", "40", str(fills[1].fill_id)),
        ("10", "100", str(fills[0].fill_id)),
    ]
    assert {one["booking_id"] for one in closed} == {str(fills[2].fill_id)}
    assert [one["symbol"] for one in await read_all(holder, "/lots", symbol="BAC")] == ["BAC"]


async def test_lots_come_from_the_database_when_something_is_closed_later(holder: Trader) -> None:
    await holder.trade("buy 10 IBM 180", "buy 30 IBM 182")
    await holder.trade("sell 15 IBM 190")
    await holder.trade("sell 35 IBM 181", "buy 2 IBM 170")

    lots = await read_all(holder, "/lots")
    rows = await rows_of(holder, "/closings.csv")
    assert [(one["quantity"], one["cost"]) for one in lots] == [("-8", "-1448")]
    assert [(one["quantity"], one["cost"], one["realised"]) for one in rows] == [
        ("-2", "-362", "22"),
        ("25", "4550", "-25"),
        ("5", "910", "40"),
        ("10", "1800", "100"),
    ]
    filtered = await rows_of(holder, "/closings.csv", booking_id=rows[0]["booking_id"])
    assert filtered == rows[:1]


async def test_hundreds_of_lots_are_closed_at_once(holder: Trader) -> None:
    await holder.trade(*(f"buy 1 IBM {price}" for price in range(100, 350)))
    await holder.trade("sell 249 IBM 400")

    (lot,) = await read_all(holder, "/lots")
    rows = await rows_of(holder, "/closings.csv")
    assert (lot["quantity"], lot["cost"]) == ("1", "349")
    assert [int(one["cost"]) for one in rows] == list(range(348, 99, -1))


async def test_a_file_has_numbers_as_numbers_and_every_part(
    holder: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 2)
    await trade_by_the_hour(holder, "buy 10 IBM 182.5", "sell 4 IBM 190 fee 0.12", "buy 1 BAC 14")

    trades = await rows_of(holder, "/trades.csv")
    ledger = await rows_of(holder, "/ledger.csv")
    assert [(one["quantity"], one["realised"]) for one in trades] == [
        ("1", "0"),
        ("4", "29.88"),
        ("10", "0"),
    ]
    assert [(one["kind"], one["asset"], one["amount"]) for one in ledger] == [
        ("fill", "USD", "-14"),
        ("fill", "BAC", "1"),
        ("fee", "USD", "-0.12"),
        ("fill", "USD", "760"),
        ("fill", "IBM", "-4"),
        ("fill", "USD", "-1825"),
        ("fill", "IBM", "10"),
        ("opening", "USD", "100000"),
    ]


async def test_too_much_for_one_file_is_refused(
    holder: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ROWS_MAX", 2)
    await holder.trade("buy 1 IBM 180", "buy 2 IBM 180")
    assert len(await rows_of(holder, "/trades.csv")) == 2

    assert await holder.problem("/ledger.csv") == (422, "export_too_large")


@pytest.mark.parametrize("what", ["trades", "ledger", "closings", "lots"])
async def test_what_cannot_be_a_symbol_is_refused(holder: Trader, what: str) -> None:
    paths = [f"/{what}"] if what == "lots" else [f"/{what}", f"/{what}.csv"]
    for path in paths:
        for symbol in ("\0", "", "a b"):
            assert (await holder.ask(path, symbol=symbol)).status_code == 422
