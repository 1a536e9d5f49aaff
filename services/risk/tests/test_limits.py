"""Administrators lay down limits and halt trading: the next order obeys, and the trail knows."""

from collections.abc import AsyncGenerator
from decimal import Decimal

import pytest
from risk_office import ACME, Office, asked, risk_office

from events import AuditRecorded, RiskLimitBreached, TradingHalted, TradingResumed
from vocabulary import Side, Symbol

pytestmark = pytest.mark.real
HOUSE = "/limits/house/everybody"
SMALL = {"order_value_max": "100"}


@pytest.fixture
async def office(postgres_url: str) -> AsyncGenerator[Office]:
    async with risk_office(postgres_url) as office:
        yield office


async def test_a_limit_holds_for_the_next_order_and_the_strictest_counts(office: Office) -> None:
    trader, other = await office.open(10_000), await office.open(10_000)
    order = asked(trader, Side.BUY, 10, "100")
    assert await office.place(order) == ["approved"]

    await office.ask("PUT", f"/limits/account/{trader}", {"order_value_max": "999"}, '"0"')
    small = await office.place(
        asked(trader, Side.BUY, 10, "100"), asked(other, Side.BUY, 10, "100")
    )
    await office.ask("PUT", HOUSE, SMALL, "*")
    tiny = await office.place(asked(trader, Side.BUY, 2, "100"), asked(other, Side.BUY, 1, "100"))

    assert small == ["order_too_large", "approved"]
    assert tiny == ["order_too_large", "approved"]


async def test_of_two_who_replace_the_same_version_one_is_told_to_look_again(
    office: Office,
) -> None:
    unseen = await office.ask("GET", HOUSE)
    first = await office.ask("PUT", HOUSE, SMALL, '"0"')
    again = await office.ask("PUT", HOUSE, SMALL, '"0"')
    second = await office.ask("PUT", HOUSE, {"order_value_max": "5"}, '"0"')
    blind = await office.ask("PUT", HOUSE, {"order_value_max": "5"})
    shown = await office.ask("GET", HOUSE)

    assert (unseen.headers["etag"], unseen.json()["limits"]["order_value_max"]) == ('"0"', None)
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    assert (again.status_code, again.headers["etag"]) == (200, '"1"')
    assert (second.status_code, second.json()["code"]) == (412, "version_passed")
    assert second.headers["etag"] == '"1"'
    assert (blind.status_code, blind.json()["code"]) == (428, "version_required")
    assert shown.json()["limits"]["order_value_max"] == "100"


async def test_the_trail_is_told_who_changed_what_from_where(office: Office) -> None:
    await office.ask("PUT", HOUSE, SMALL | {"no_shorting": True}, '"0"')
    await office.ask("PUT", HOUSE, {"no_shorting": True}, '"1"')

    told = office.said(AuditRecorded)

    assert [one.action for one in told] == ["change_limits", "change_limits"]
    assert told[0].detail == (
        "house everybody: order_value_max from none to 100; no_shorting from false to true"
    )
    assert told[1].detail == "house everybody: order_value_max from 100 to none"
    assert told[0].address == "192.0.2.7"
    assert told[0].user_id is not None


async def test_all_limits_are_listed_beside_those_of_the_settings(office: Office) -> None:
    await office.ask("PUT", HOUSE, SMALL, '"0"')

    listed = (await office.ask("GET", "/limits")).json()

    assert listed["settings"]["order_value_max"] == "1000000"
    assert [(one["scope"], one["name"], one["version"]) for one in listed["items"]] == [
        ("house", "everybody", 1)
    ]


@pytest.mark.parametrize(
    "path", ["/limits/house/me", "/limits/account/ACME", "/limits/user/x", "/halts/account/x"]
)
async def test_nobody_is_called_so(office: Office, path: str) -> None:
    body = {"reason": "x"} if "halts" in path else SMALL
    answer = await office.ask("PUT", path, body, '"0"')

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_place")


async def test_limits_are_for_administrators(office: Office) -> None:
    for method, path in [("GET", "/limits"), ("GET", HOUSE), ("PUT", HOUSE), ("GET", "/halts")]:
        answer = await office.ask(method, path, SMALL, '"0"', roles=["trader"])
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_an_account_that_is_halted_places_nothing_until_it_is_resumed(
    office: Office,
) -> None:
    trader, other = await office.open(10_000), await office.open(10_000)
    place = f"/halts/account/{trader}"

    await office.ask("PUT", place, {"reason": "somebody looks"})
    repeated = await office.ask("PUT", place, {"reason": "another"})
    halted = await office.place(asked(trader, Side.BUY, 1, "1"), asked(other, Side.BUY, 1, "1"))
    listed = await office.ask("GET", "/halts")
    await office.ask("DELETE", place)
    gone = await office.ask("DELETE", place)
    after = await office.place(asked(trader, Side.BUY, 1, "1"))

    assert repeated.json()["reason"] == "somebody looks"
    assert halted == ["trading_halted", "approved"]
    assert listed.json()["items"] == [
        {"scope": "account", "name": str(trader), "reason": "somebody looks"}
    ]
    assert gone.status_code == 204
    assert after == ["approved"]
    assert [one.account_id for one in office.said(TradingHalted)] == [trader]
    assert [one.account_id for one in office.said(TradingResumed)] == [trader]
    assert [one.action for one in office.said(AuditRecorded)] == ["halt_trading", "resume_trading"]


async def test_a_symbol_is_halted_for_all_and_those_with_orders_are_told(office: Office) -> None:
    trader, other = await office.open(10_000), await office.open(10_000)
    await office.place(asked(trader, Side.BUY, 1, "1"))

    await office.ask("PUT", "/halts/symbol/acme", {"reason": "a rumour"})
    bolt = asked(other, Side.BUY, 1, "1", symbol=Symbol("BOLT"))
    answers = await office.place(asked(other, Side.BUY, 1, "1"), bolt)

    assert answers == ["symbol_halted", "approved"]
    assert [(one.account_id, one.symbol) for one in office.said(TradingHalted)] == [(trader, ACME)]


async def test_all_trading_is_halted_for_everybody(office: Office) -> None:
    trader, other = await office.open(10_000), await office.open(10_000)

    await office.ask("PUT", "/halts/house/everybody", {"reason": "fire"})

    assert await office.place(asked(trader, Side.BUY, 1, "1")) == ["trading_halted"]
    assert {one.account_id for one in office.said(TradingHalted)} == {trader, other}


async def test_who_lost_too_much_today_may_only_close_and_is_told_once(office: Office) -> None:
    trader = await office.open(10_000)
    await office.ask("PUT", HOUSE, {"daily_loss_max": "500"}, '"0"')
    await office.trade(asked(trader, Side.BUY, 50, "100"), "100")
    await office.trade(asked(trader, Side.SELL, 40, "85"), "85")

    opening = asked(trader, Side.BUY, 1, "85"), asked(trader, Side.BUY, 1, "85")
    answers = await office.place(*opening, asked(trader, Side.SELL, 10, "85"))

    assert answers == ["daily_loss_exceeded", "daily_loss_exceeded", "approved"]
    (told,) = office.said(RiskLimitBreached)
    assert (told.limit, told.allowed, told.reached) == ("daily_loss", 500, Decimal(750))
